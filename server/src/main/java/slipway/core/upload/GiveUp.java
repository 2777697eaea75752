package slipway.core.upload;

import java.time.Instant;
import slipway.core.task.Work;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/** The end of an upload that its client wants no more (TUS-116 to TUS-121, LP-69). */
final class GiveUp {
  private final Videos videos;
  private final Uploads uploads;
  private final Work work;
  private final EndWithoutFile ending;
  private final Parts parts;

  GiveUp(Videos videos, Uploads uploads, Work work, EndWithoutFile ending, Parts parts) {
    this.videos = videos;
    this.uploads = uploads;
    this.work = work;
    this.ending = ending;
    this.parts = parts;
  }

  /** Inside a transaction; answers whether the bytes are of no use any more. */
  boolean giveUp(Upload upload, Instant now) {
    if (upload.isPart()) {
      return giveUpPart(upload, now);
    }
    if (upload.state() == Upload.State.FINISHED) {
      uploads.update(upload.expired(now));
    }
    if (!upload.isUnfinished()) {
      return false;
    }
    parts.release(upload.id());
    if (!upload.birth().ticketed()) {
      takeBack(upload, now);
      return true;
    }
    uploads.update(upload.dropped(now));
    videos
        .byId(upload.video())
        .filter(Video::awaitsBytes)
        .ifPresent(video -> videos.update(video.awaitingAgain(now)));
    return true;
  }

  /** Inside a transaction: the video that was born with the upload goes with it, bytes and all. */
  void takeBack(Upload upload, Instant now) {
    ending.takeBack(upload, now);
    work.erase(upload.video());
  }

  private boolean giveUpPart(Upload part, Instant now) {
    uploads.update(part.expired(now));
    parts.gone(part, now);
    boolean useless = !parts.isNeeded(part);
    if (useless) {
      // The caller takes the bytes away at once; the job does it after a crash in between.
      work.erase(part.video());
    }
    return useless;
  }
}
