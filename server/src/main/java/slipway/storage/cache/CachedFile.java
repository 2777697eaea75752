package slipway.storage.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file of the cache, open for reading. It stays readable until it is closed, also when it is
 * thrown out meanwhile. Several may hold the same one; each closes its own.
 */
public final class CachedFile implements Closeable {
  private final FileChannel channel;
  private final long size;
  private final AtomicInteger holders;
  private final AtomicBoolean closed = new AtomicBoolean();

  private CachedFile(FileChannel channel, long size, AtomicInteger holders) {
    this.channel = channel;
    this.size = size;
    this.holders = holders;
  }

  static CachedFile open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new CachedFile(channel, channel.size(), new AtomicInteger(1));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * The same for somebody else, also when the file itself is gone already. Whoever asks holds it
   * open itself.
   */
  public CachedFile again() {
    if (closed.get()) {
      throw new IllegalStateException("closed already");
    }
    holders.incrementAndGet();
    return new CachedFile(channel, size, holders);
  }

  /** The open file; it is read at given places only, since others read it, too. */
  public FileChannel channel() {
    return channel;
  }

  /** Bytes. */
  public long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true) && holders.decrementAndGet() == 0) {
      channel.close();
    }
  }
}
