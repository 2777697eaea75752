package slipway.core.upload;

import java.time.Instant;
import java.util.List;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/** What parts mean to the wholes they belong to. Every method is called inside a transaction. */
final class Parts {
  private final Uploads uploads;
  private final Videos videos;
  private final EndWithoutFile ending;

  Parts(Uploads uploads, Videos videos, EndWithoutFile ending) {
    this.uploads = uploads;
    this.videos = videos;
    this.ending = ending;
  }

  /** The parts of a whole in order. */
  List<Upload> of(String whole) {
    return uploads.partsOf(whole).stream().map(this::load).toList();
  }

  /** Those wholes of a part that still wait for their parts. */
  List<Upload> waitingFor(Upload part) {
    return uploads.wholesOf(part.id()).stream()
        .map(this::load)
        .filter(whole -> whole.state() == Upload.State.OPEN)
        // One whose video was deleted waits for nothing, and must not stop the others.
        .filter(this::isAlive)
        .toList();
  }

  /** Whether the bytes of a part are needed by a whole that has no file of its own yet. */
  boolean isNeeded(Upload part) {
    return uploads.wholesOf(part.id()).stream().map(this::load).anyMatch(this::isAlive);
  }

  /** A part will never be finished; the wholes that wait for it fail (TUS-121, TUS-140). */
  void gone(Upload part, Instant now) {
    for (Upload whole : waitingFor(part)) {
      ending.end(whole, Failure.of(Failure.Kind.INCOMPLETE, "A part of the upload is gone."), now);
      uploads.forgetParts(whole.id());
    }
  }

  private boolean isAlive(Upload whole) {
    boolean bytesWanted =
        switch (whole.state()) {
          case OPEN, FINISHED -> true;
          case TICKETED, OVERRUN -> false;
          // Its receipt was deleted, the video may still wait for its file (TUS-120).
          case EXPIRED -> whole.length() != null;
        };
    return bytesWanted && videos.byId(whole.video()).filter(this::waitsForFile).isPresent();
  }

  private boolean waitsForFile(Video video) {
    return !video.isDeleted() && (video.awaitsBytes() || video.content() != null);
  }

  private Upload load(String id) {
    return uploads
        .byId(id)
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("upload not found")));
  }
}
