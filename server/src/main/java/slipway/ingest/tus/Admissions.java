package slipway.ingest.tus;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import slipway.http.Request;

/**
 * Asks a door about creations, but not for longer than a client should wait; without a clear yes
 * nothing is created (TUS-274).
 */
final class Admissions {
  private static final Duration MOST = Duration.ofSeconds(5);

  private final TusDoor door;
  private final Duration most;

  Admissions(TusDoor door) {
    this(door, MOST);
  }

  /** With another patience, for tests. */
  Admissions(TusDoor door, Duration most) {
    this.door = door;
    this.most = most;
  }

  /**
   * Asks.
   *
   * @throws TusException 503 when the door takes too long
   * @throws Exception what the door throws
   */
  Admission ask(Request request, TusMetadata metadata) throws Exception {
    var question = InTime.Work.begin("admission", request, () -> door.admit(request, metadata));
    try {
      return question.within(most);
    } catch (TimeoutException _) {
      question.stop();
      throw new TusException(TusError.BUSY.refusal().with("Retry-After", "5"));
    }
  }
}
