package slipway.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import slipway.storage.BlobAppender;
import slipway.storage.NoSpaceException;

/** Appends to one file. */
final class FileAppender implements BlobAppender {
  private final FileChannel channel;
  private long position;

  FileAppender(FileChannel channel, long position) {
    this.channel = channel;
    this.position = position;
  }

  @Override
  public void write(ByteBuffer[] buffers) throws IOException {
    try {
      while (hasRemaining(buffers)) {
        position += channel.write(buffers);
      }
    } catch (IOException e) {
      throw named(e);
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void force() throws IOException {
    try {
      channel.force(/* metaData= */ false);
    } catch (IOException e) {
      throw named(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static boolean hasRemaining(ByteBuffer[] buffers) {
    for (ByteBuffer buffer : buffers) {
      if (buffer.hasRemaining()) {
        return true;
      }
    }
    return false;
  }

  /** The JDK has no type for a full disk; the message of ENOSPC and EDQUOT is all there is. */
  static IOException named(IOException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("No space left on device") || message.contains("quota exceeded")) {
      return new NoSpaceException("the disk is full", e);
    }
    return e;
  }
}
