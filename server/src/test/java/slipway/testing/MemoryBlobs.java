package slipway.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.storage.Blob;
import slipway.storage.BlobAppender;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;

/**
 * Blobs in memory that know which of their bytes are durable, lose the others when the power goes,
 * and fail when told to. Safe for any thread.
 */
public final class MemoryBlobs implements BlobStore {
  private final Map<String, Stored> blobs = new HashMap<>();
  private long room = Long.MAX_VALUE;
  private int goodForces = Integer.MAX_VALUE;
  private int goodWrites = Integer.MAX_VALUE;
  private int forces;
  private Runnable meanwhile = () -> {};

  private static final class Stored {
    byte[] bytes = new byte[0];
    int durable;
  }

  /** How many bytes still fit; a write beyond keeps what fits and reports a full disk. */
  public synchronized void room(long bytes) {
    room = bytes;
  }

  /** After {@code count} good ones, every force fails. */
  public synchronized void failForcesAfter(int count) {
    goodForces = count;
  }

  /** After {@code count} good ones, every write fails. */
  public synchronized void failWritesAfter(int count) {
    goodWrites = count;
  }

  /** Happens, once, when the next blob is about to be deleted. */
  public synchronized void beforeDeletion(Runnable what) {
    meanwhile = what;
  }

  /** How often bytes were to be forced, with or without success. */
  public synchronized int forces() {
    return forces;
  }

  /** Everything works again. */
  public synchronized void repair() {
    room = Long.MAX_VALUE;
    goodForces = Integer.MAX_VALUE;
    goodWrites = Integer.MAX_VALUE;
  }

  /** The power goes: what was not forced is gone. */
  public synchronized void losePower() {
    blobs.values().forEach(stored -> stored.bytes = Arrays.copyOf(stored.bytes, stored.durable));
  }

  /** Cuts a blob behind its owner's back. */
  public synchronized void damage(String key, int length) {
    Stored stored = stored(key);
    stored.bytes = Arrays.copyOf(stored.bytes, length);
    stored.durable = Math.min(stored.durable, length);
  }

  /** The bytes of a blob, durable or not; empty when there is none. */
  public synchronized Optional<byte[]> bytes(String key) {
    return Optional.ofNullable(blobs.get(key)).map(stored -> stored.bytes.clone());
  }

  @Override
  public synchronized BlobAppender append(String key, long offset) throws IOException {
    Stored stored = blobs.getOrDefault(key, new Stored());
    if (stored.bytes.length < offset) {
      throw new IOException("the blob is too short");
    }
    stored.bytes = Arrays.copyOf(stored.bytes, (int) offset);
    stored.durable = Math.min(stored.durable, (int) offset);
    blobs.put(key, stored);
    return new Appender(stored);
  }

  @Override
  public synchronized Optional<Blob> open(String key) {
    return bytes(key).map(bytes -> new MemoryBlob(key, bytes));
  }

  @Override
  public synchronized void publish(Path file, String key) throws IOException {
    Stored stored = new Stored();
    stored.bytes = Files.readAllBytes(file);
    stored.durable = stored.bytes.length;
    blobs.put(key, stored);
    Files.delete(file);
  }

  @Override
  public synchronized void concat(List<String> keys, String key) throws IOException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (String each : keys) {
      joined.writeBytes(bytes(each).orElseThrow(() -> new IOException("no blob " + each)));
    }
    Stored stored = new Stored();
    stored.bytes = joined.toByteArray();
    stored.durable = stored.bytes.length;
    blobs.put(key, stored);
  }

  @Override
  public synchronized void delete(String key) {
    Runnable what = meanwhile;
    meanwhile = () -> {};
    what.run();
    blobs.remove(key);
  }

  @Override
  public synchronized void deleteFolder(String folder) {
    blobs.keySet().removeIf(key -> key.startsWith(folder + "/"));
  }

  @Override
  public synchronized long room() {
    return room;
  }

  private Stored stored(String key) {
    Stored stored = blobs.get(key);
    if (stored == null) {
      throw new IllegalArgumentException("no blob " + key);
    }
    return stored;
  }

  private final class Appender implements BlobAppender {
    private final Stored stored;

    Appender(Stored stored) {
      this.stored = stored;
    }

    @Override
    public void write(ByteBuffer[] buffers) throws IOException {
      synchronized (MemoryBlobs.this) {
        if (goodWrites-- <= 0) {
          throw new IOException("Input/output error");
        }
        ByteArrayOutputStream grown = new ByteArrayOutputStream();
        grown.writeBytes(stored.bytes);
        boolean full = false;
        for (ByteBuffer buffer : buffers) {
          byte[] more = new byte[(int) Math.min(buffer.remaining(), room)];
          buffer.get(more);
          grown.writeBytes(more);
          room -= more.length;
          full |= buffer.hasRemaining();
        }
        stored.bytes = grown.toByteArray();
        if (full) {
          throw new NoSpaceException("the disk is full", new IOException("ENOSPC"));
        }
      }
    }

    @Override
    public long position() {
      synchronized (MemoryBlobs.this) {
        return stored.bytes.length;
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (MemoryBlobs.this) {
        forces++;
        if (goodForces-- <= 0) {
          throw new IOException("Input/output error");
        }
        stored.durable = stored.bytes.length;
      }
    }

    @Override
    public void close() {}
  }

  private static final class MemoryBlob implements Blob {
    private final String key;
    private final byte[] bytes;

    MemoryBlob(String key, byte[] bytes) {
      this.key = key;
      this.bytes = bytes;
    }

    @Override
    public String identity() {
      return key + "@" + bytes.length + "." + Arrays.hashCode(bytes);
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public int read(ByteBuffer into, long position) {
      if (position >= bytes.length) {
        return -1;
      }
      int count = (int) Math.min(into.remaining(), bytes.length - position);
      into.put(bytes, (int) position, count);
      return count;
    }

    @Override
    public Optional<Path> file() {
      return Optional.empty();
    }

    @Override
    public Optional<FileChannel> channel() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  /** A blob's bytes as text for assertions; null when there is none. */
  public @Nullable String text(String key) {
    return bytes(key)
        .map(bytes -> new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
        .orElse(null);
  }
}
