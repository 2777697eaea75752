package slipway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.Webhook;

/**
 * How one attempt went.
 *
 * @param took from the call to the end of the answer that was read
 * @param answer {@code null} when there was none
 * @param error why there was none
 * @param retryAfter what the answer asks for
 */
record Telling(
    Duration took,
    Attempt.@Nullable Came answer,
    @Nullable String error,
    Optional<Duration> retryAfter) {

  /** Only a 2xx says that somebody has understood (REL-72). */
  boolean succeeded() {
    return answer != null && answer.status() / 100 == 2;
  }

  /** The address says that it is gone for good. */
  boolean gone() {
    return answer != null && answer.status() == 410;
  }

  /** How it failed, for the owner. */
  Webhook.LastFailure failure(Instant at) {
    return new Webhook.LastFailure(at, status(), error, answer == null ? null : answer.body());
  }

  int status() {
    return answer == null ? 0 : answer.status();
  }
}
