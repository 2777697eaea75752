package slipway.storage.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of the cache, open for reading. It stays readable until it is closed, also when it is
 * thrown out meanwhile.
 */
public final class CachedFile implements Closeable {
  private final FileChannel channel;
  private final long size;

  private CachedFile(FileChannel channel, long size) {
    this.channel = channel;
    this.size = size;
  }

  static CachedFile open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new CachedFile(channel, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The open file. */
  public FileChannel channel() {
    return channel;
  }

  /** Bytes. */
  public long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
