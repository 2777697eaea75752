package slipway.testing.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import slipway.storage.Blob;
import slipway.storage.BlobAppender;
import slipway.storage.BlobStore;

/**
 * A store of which one call fails, whichever is wanted: before it has done anything, or after it
 * has done everything, as when the answer of a far store gets lost (REL-18). Safe for any thread.
 */
public final class FaultyBlobs implements BlobStore {
  private final BlobStore blobs;
  private final int failing;
  private final boolean afterwards;
  private int calls;

  /**
   * Around a good store.
   *
   * @param failing which call fails; 0 is the first
   * @param afterwards whether it fails after it was done
   */
  public FaultyBlobs(BlobStore blobs, int failing, boolean afterwards) {
    this.blobs = blobs;
    this.failing = failing;
    this.afterwards = afterwards;
  }

  /** How many calls there were. */
  public synchronized int calls() {
    return calls;
  }

  /** Something asked of the store. */
  private interface Call<T> {
    T run() throws IOException;
  }

  private <T> T call(Call<T> work) throws IOException {
    boolean fails;
    synchronized (this) {
      fails = calls++ == failing;
    }
    if (fails && !afterwards) {
      throw new IOException("503 SlowDown");
    }
    T result = work.run();
    if (fails) {
      throw new IOException("the connection was cut after the last byte");
    }
    return result;
  }

  @Override
  public BlobAppender append(String key, long offset) throws IOException {
    return new Appender(call(() -> blobs.append(key, offset)));
  }

  @Override
  public Optional<Blob> open(String key) throws IOException {
    return call(() -> blobs.open(key));
  }

  @Override
  public void publish(Path file, String key) throws IOException {
    call(() -> {
      blobs.publish(file, key);
      return key;
    });
  }

  @Override
  public void concat(List<String> keys, String key) throws IOException {
    call(() -> {
      blobs.concat(keys, key);
      return key;
    });
  }

  @Override
  public void delete(String key) throws IOException {
    call(() -> {
      blobs.delete(key);
      return key;
    });
  }

  @Override
  public void deleteFolder(String folder) throws IOException {
    call(() -> {
      blobs.deleteFolder(folder);
      return folder;
    });
  }

  @Override
  public long room() throws IOException {
    return call(blobs::room);
  }

  private final class Appender implements BlobAppender {
    private final BlobAppender appender;

    Appender(BlobAppender appender) {
      this.appender = appender;
    }

    @Override
    public void write(ByteBuffer[] buffers) throws IOException {
      call(() -> {
        appender.write(buffers);
        return buffers;
      });
    }

    @Override
    public long position() {
      return appender.position();
    }

    @Override
    public void force() throws IOException {
      call(() -> {
        appender.force();
        return appender;
      });
    }

    @Override
    public void close() throws IOException {
      appender.close();
    }
  }
}
