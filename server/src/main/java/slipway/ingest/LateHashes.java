package slipway.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import slipway.core.upload.Upload;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;

/**
 * Hashes again, from the storage, what was hashed before a restart, for the rare upload whose file
 * was announced with its digest (TUS-115). It begins when the upload goes on, in the background and
 * one file at a time, and goes on from where it is when more bytes are there; so no request waits
 * for more than the rest, and that for a moment only. Safe for any thread.
 */
final class LateHashes {
  private static final int KEPT = 10_000;
  private static final Duration KEEP = Duration.ofDays(1);
  private static final int BUFFER = 1 << 18;

  private final BlobStore blobs;
  private final Duration patience;

  /** One thread, and none while there is nothing to do. */
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          /* corePoolSize= */ 0,
          /* maximumPoolSize= */ 1,
          /* keepAliveTime= */ 10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("late-hash-", 0).factory());

  private final Cache<String, CompletableFuture<RunningHash>> hashes =
      Caffeine.newBuilder().maximumSize(KEPT).expireAfterAccess(KEEP).build();

  /**
   * Of a store.
   *
   * @param patience how long a request waits
   */
  LateHashes(BlobStore blobs, Duration patience) {
    this.blobs = blobs;
    this.patience = patience;
  }

  /** Bytes up to the upload's offset are there for good; hashes them by and by. */
  void begin(Upload upload) {
    var _ = upTo(upload);
  }

  /**
   * The hash of a complete upload as lower-case hexadecimal; empty when it takes longer than a
   * request may: then ask again.
   */
  Optional<String> of(Upload upload) throws IOException {
    CompletableFuture<RunningHash> hash = upTo(upload);
    try {
      return Optional.of(hash.get(patience.toNanos(), TimeUnit.NANOSECONDS).fork().hex());
    } catch (TimeoutException later) {
      return Optional.empty();
    } catch (ExecutionException broken) {
      forget(upload.id());
      throw new IOException("the bytes of an upload cannot be hashed", broken.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while an upload was hashed", e);
    }
  }

  /** The upload is over, or begins anew. */
  void forget(String upload) {
    hashes.invalidate(upload);
  }

  /** Whether {@link #of} would not wait; if not, what it needs is begun. */
  boolean isThere(Upload upload) {
    CompletableFuture<RunningHash> begun = hashes.getIfPresent(upload.id());
    if (begun == null) {
      begin(upload);
      return false;
    }
    if (!begun.isDone()) {
      return false;
    }
    if (begun.isCompletedExceptionally() || begun.resultNow().position() != upload.offset()) {
      begin(upload);
      return false;
    }
    return true;
  }

  private CompletableFuture<RunningHash> upTo(Upload upload) {
    return hashes
        .asMap()
        .compute(
            upload.id(),
            (_, before) -> {
              CompletableFuture<RunningHash> known =
                  before == null || before.isCompletedExceptionally()
                      ? CompletableFuture.completedFuture(RunningHash.start())
                      : before;
              return known.thenApplyAsync(hash -> further(hash, upload), thread);
            });
  }

  /** Takes the hash on to the upload's offset; it is there already when somebody asked before. */
  private RunningHash further(RunningHash hash, Upload upload) {
    String key = BlobKeys.source(upload.video());
    try (Blob blob = blobs.open(key).orElseThrow(() -> new IOException("no blob " + key))) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (hash.position() < upload.offset()) {
        long left = upload.offset() - hash.position();
        buffer.clear().limit((int) Math.min(BUFFER, left));
        if (blob.read(buffer, hash.position()) <= 0) {
          throw new IOException("the blob ends at " + hash.position());
        }
        hash.see(new ByteBuffer[] {buffer.flip()});
      }
      return hash;
    } catch (IOException e) {
      throw new CompletionException(new UncheckedIOException(e));
    }
  }
}
