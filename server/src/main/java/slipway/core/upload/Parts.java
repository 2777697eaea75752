package slipway.core.upload;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Failure;

/** What parts mean to the wholes they belong to. Every method is called inside a transaction. */
final class Parts {
  /**
   * How many wholes may wait for one part. Whoever brings its last byte looks at each of them, and
   * nobody else can write meanwhile.
   */
  static final int MOST_WAITING = 10;

  private static final Duration LATER = Duration.ofMinutes(1);

  private final Uploads uploads;
  private final NeededParts needed;
  private final EndWithoutFile ending;

  Parts(Uploads uploads, NeededParts needed, EndWithoutFile ending) {
    this.uploads = uploads;
    this.needed = needed;
    this.ending = ending;
  }

  /** The parts of a whole in order. */
  List<Upload> of(String whole) {
    return uploads.uploadsIn(whole);
  }

  /** How far they are together, without reading each of them. */
  PartsTogether together(String whole) {
    return uploads.together(whole);
  }

  /** Those wholes of a part that still wait for their parts. */
  List<Upload> waitingFor(Upload part) {
    return uploads.wholesOf(part.id()).stream()
        .map(needed::load)
        .filter(whole -> whole.state() == Upload.State.OPEN)
        // One whose video was deleted waits for nothing, and must not stop the others.
        .filter(needed::isAlive)
        .toList();
  }

  /**
   * Makes sure that a whole is not one of very many that wait for the same part.
   *
   * @throws ProblemException {@link Problem.OverQuota}
   */
  void requireFewWaiting(Upload whole) {
    if (whole.state() == Upload.State.OPEN && uploads.mostWaitingWith(whole.id()) > MOST_WAITING) {
      throw new ProblemException(
          new Problem.OverQuota("too many uploads wait for the same part", LATER));
    }
  }

  /** Whether the bytes of a part are needed by a whole that has no file of its own yet. */
  boolean isNeeded(Upload part) {
    return needed.isNeeded(part);
  }

  /** As {@link NeededParts#release}. */
  void release(String whole) {
    needed.release(whole);
  }

  /** A part will never be finished; the wholes that wait for it fail (TUS-121, TUS-140). */
  void gone(Upload part, Instant now) {
    for (Upload whole : waitingFor(part)) {
      ending.end(whole, Failure.of(Failure.Kind.INCOMPLETE, "A part of the upload is gone."), now);
      needed.release(whole.id());
    }
  }
}
