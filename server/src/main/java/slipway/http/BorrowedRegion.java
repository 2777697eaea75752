package slipway.http;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/** A slice of a file that goes to the socket by the kernel alone and leaves the file open. */
final class BorrowedRegion extends DefaultFileRegion {

  BorrowedRegion(FileChannel channel, long position, long length) {
    super(channel, position, length);
  }

  @Override
  protected void deallocate() {
    // The file belongs to the answer, of which this is one piece of many.
  }
}
