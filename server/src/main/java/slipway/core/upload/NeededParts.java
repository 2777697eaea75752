package slipway.core.upload;

import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Work;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/**
 * For how long the bytes of parts are needed: until every whole that lists them has a file of its
 * own, or will never have one. Every method is called inside a transaction.
 */
final class NeededParts {
  private final Uploads uploads;
  private final Videos videos;
  private final Work work;

  NeededParts(Uploads uploads, Videos videos, Work work) {
    this.uploads = uploads;
    this.videos = videos;
    this.work = work;
  }

  /** Whether the bytes of a part are needed by a whole that has no file of its own yet. */
  boolean isNeeded(Upload part) {
    return uploads.wholesOf(part.id()).stream().map(this::load).anyMatch(this::isAlive);
  }

  /**
   * A whole needs its parts no longer. Of those that their client gave up while they were needed,
   * the bytes go with the last whole that did; nobody else would take them away.
   */
  void release(String whole) {
    // Read, and so locked (PostgreSQL), before this whole lets go of them: of two that do so at the
    // same time, the second sees that it is the last.
    var parts = uploads.uploadsIn(whole).stream().distinct().toList();
    uploads.forgetParts(whole);
    parts.stream()
        .filter(part -> part.state() == Upload.State.EXPIRED && !isNeeded(part))
        .forEach(part -> work.erase(part.video()));
  }

  boolean isAlive(Upload whole) {
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

  Upload load(String id) {
    return uploads
        .byId(id)
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("upload not found")));
  }
}
