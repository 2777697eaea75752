package slipway.ingest.tus;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.http.Headers;

/**
 * Recognises a proxy in front that keeps whole requests before it hands them on (TUS-178): the
 * large pieces of an upload come after long silences, and then all at once. So nothing of a piece
 * is here, and safe, before all of it is; which nobody can mend but the proxy's operator, who is
 * told so in the log.
 *
 * <p>A client that was paused looks the same once. So it takes several pieces in a row of one
 * upload, and a proxy that says of itself that it is there. Safe for any thread.
 */
final class HeldBack {
  private static final Logger log = LoggerFactory.getLogger(HeldBack.class);

  /** Smaller ones come in one go from anywhere. */
  static final long LARGE = 8L << 20;

  /** A silence before a piece that is worth a thought. */
  static final Duration SILENCE = Duration.ofSeconds(2);

  /** And so many times as long as the piece then took. */
  static final int TIMES = 10;

  static final int IN_A_ROW = 3;

  private static final int WATCHED = 10_000;
  private static final Duration BETWEEN_LINES = Duration.ofHours(1);

  private final LongSupplier nanos;
  private final Cache<String, Trace> traces =
      Caffeine.newBuilder().maximumSize(WATCHED).expireAfterAccess(Duration.ofHours(1)).build();
  private final Cache<String, AtomicBoolean> lines =
      Caffeine.newBuilder().expireAfterWrite(BETWEEN_LINES).build();

  /**
   * The last piece of an upload.
   *
   * @param endedAt when it was all there
   * @param inARow how many have come all at once, up to this one
   */
  private record Trace(long endedAt, int inARow) {}

  /** With a clock that only goes forward, as {@link System#nanoTime}. */
  HeldBack(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The time, to be given to {@link #arrived} when a request's bytes are there. */
  long now() {
    return nanos.getAsLong();
  }

  /**
   * The bytes of a request are there.
   *
   * @param beganAt when its head was
   * @return whether this is a piece too many, so that the log tells it unless it has lately
   */
  boolean arrived(Headers headers, String upload, long bytes, long beganAt) {
    if (!comesThroughProxy(headers)) {
      return false;
    }
    long now = now();
    Trace trace =
        traces
            .asMap()
            .compute(
                upload,
                (_, before) ->
                    new Trace(
                        now, cameAtOnce(before, bytes, beganAt, now) ? inARow(before) + 1 : 0));
    boolean held = trace.inARow() >= IN_A_ROW;
    if (held && lines.get("", _ -> new AtomicBoolean()).compareAndSet(false, true)) {
      log.warn(
          "A proxy in front of the server seems to keep whole requests before it hands them on:"
              + " large pieces of uploads come after long silences and then all at once. What it"
              + " keeps is lost when a line breaks, and no progress is seen. Let it hand on bodies"
              + " as they come (nginx: proxy_request_buffering off; HAProxy: no option"
              + " http-buffer-request).");
    }
    return held;
  }

  private static boolean cameAtOnce(@Nullable Trace before, long bytes, long beganAt, long now) {
    if (before == null || bytes < LARGE) {
      return false;
    }
    long silence = beganAt - before.endedAt();
    return silence >= SILENCE.toNanos() && silence >= TIMES * (now - beganAt);
  }

  private static int inARow(@Nullable Trace before) {
    return before == null ? 0 : before.inARow();
  }

  private static boolean comesThroughProxy(Headers headers) {
    return headers.has("Forwarded") || headers.has("X-Forwarded-For") || headers.has("Via");
  }
}
