package slipway.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Upload;

/**
 * What is remembered of the bytes of unfinished uploads from one request to the next: their running
 * hash, and what they say about their length. A restart loses it, and so does time; then it is
 * found out again from the storage. Safe for any thread; one upload has one writer at a time.
 */
final class Seen {
  /** Less than any client waits for an answer (TUS-34). */
  static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final int KEPT = 10_000;
  private static final Duration KEEP = Duration.ofDays(1);

  private final FirstLook look;
  private final LateHashes late;

  /** One that is lost is computed again later by a job. */
  private final Cache<String, RunningHash> hashes =
      Caffeine.newBuilder().maximumSize(KEPT).expireAfterAccess(KEEP).build();

  /** One that is lost is found out at the end. */
  private final Cache<String, LengthWatch> watches =
      Caffeine.newBuilder().maximumSize(KEPT).expireAfterAccess(KEEP).build();

  Seen(FirstLook look, LateHashes late) {
    this.look = look;
    this.late = late;
  }

  /** The hash of the upload's bytes so far, to go on with; null when it is not known any more. */
  @Nullable RunningHash hashAt(Upload upload) {
    if (upload.offset() == 0) {
      RunningHash fresh = RunningHash.start();
      hashes.put(upload.id(), fresh);
      late.forget(upload.id());
      return fresh;
    }
    RunningHash kept = hashes.getIfPresent(upload.id());
    if (kept != null && kept.position() == upload.offset()) {
      return kept;
    }
    // It saw bytes that were not kept, or missed some; it must not fit again by chance.
    hashes.invalidate(upload.id());
    if (upload.birth().sha256() != null) {
      late.begin(upload);
    }
    return null;
  }

  /** The hash has seen bytes that count. */
  void keep(Upload upload, RunningHash hash) {
    hashes.put(upload.id(), hash);
  }

  /** The SHA-256 of all bytes of an upload as lower-case hexadecimal; null when it is not known. */
  @Nullable String sha256(Upload upload) {
    RunningHash hash = hashes.getIfPresent(upload.id());
    return hash != null && hash.position() == upload.offset() ? hash.fork().hex() : null;
  }

  /**
   * As {@link #sha256}, found out if it is not known.
   *
   * @throws ProblemException {@link Problem.Locked} when that takes longer than a request may
   */
  String requireSha256(Upload upload) throws IOException {
    String known = sha256(upload);
    return known != null
        ? known
        : late.of(upload).orElseThrow(() -> new ProblemException(new Problem.Locked(RETRY_AFTER)));
  }

  /** Whether {@link #requireSha256} would not wait, if it is needed; if not, it is begun. */
  boolean isReady(Upload upload) {
    return upload.birth().sha256() == null || sha256(upload) != null || late.isThere(upload);
  }

  /** Only for a ticket that limits the length; null also when some of its bytes were not seen. */
  @Nullable LengthWatch watchAt(Upload upload) {
    Duration most = upload.limits().maxDuration();
    if (most == null) {
      return null;
    }
    if (upload.offset() == 0) {
      LengthWatch fresh =
          look.measure().map(measure -> new LengthWatch(measure, most)).orElse(null);
      if (fresh != null) {
        watches.put(upload.id(), fresh);
      }
      return fresh;
    }
    LengthWatch kept = watches.getIfPresent(upload.id());
    if (kept != null && kept.position() == upload.offset()) {
      return kept;
    }
    watches.invalidate(upload.id());
    return null;
  }

  /** The upload is over, or its bytes are void. */
  void forget(String upload) {
    hashes.invalidate(upload);
    watches.invalidate(upload);
    late.forget(upload);
  }
}
