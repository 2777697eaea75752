package slipway.media.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file on the local disk. Reads are positional, so any number of threads share one open file. */
public final class FileByteSource implements ByteSource, AutoCloseable {
  private final FileChannel channel;

  /** Reads through a channel that somebody else opened; {@link #close} closes it. */
  public FileByteSource(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens a file for reading. */
  public static FileByteSource open(Path file) throws IOException {
    return new FileByteSource(FileChannel.open(file, StandardOpenOption.READ));
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    return channel.read(into, position);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
