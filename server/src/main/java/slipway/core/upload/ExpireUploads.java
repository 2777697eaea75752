package slipway.core.upload;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import slipway.core.Transactions;
import slipway.core.event.RecordEvent;
import slipway.core.task.Tasks;
import slipway.core.task.Work;
import slipway.core.video.Failure;
import slipway.core.video.Videos;

/**
 * Ends uploads whose time has passed without their last byte (TUS-97, REL-21). Whoever calls holds
 * the upload's one writer's place, so that nothing which is being written ends (TUS-96).
 */
public final class ExpireUploads {
  private final Uploads uploads;
  private final EndWithoutFile ending;
  private final Parts parts;
  private final Transactions transactions;
  private final InstantSource clock;
  private final Work work;

  public ExpireUploads(
      Videos videos,
      Tasks tasks,
      Uploads uploads,
      Work work,
      RecordEvent record,
      Transactions transactions,
      InstantSource clock) {
    this.uploads = uploads;
    this.ending = new EndWithoutFile(videos, tasks, uploads, record);
    this.parts = new Parts(uploads, new NeededParts(uploads, videos, work), ending);
    this.transactions = transactions;
    this.clock = clock;
    this.work = work;
  }

  /** The ids of uploads that look overdue, the oldest first. */
  public List<String> overdue(int limit) {
    return uploads.overdue(clock.instant(), limit).stream().map(Upload::id).toList();
  }

  /** An upload as it is now, if it is overdue still. */
  public Optional<Upload> stillOverdue(String id) {
    Instant now = clock.instant();
    return uploads.byId(id).filter(upload -> isMortal(upload) && upload.expiresAt().isBefore(now));
  }

  /**
   * Ends an overdue upload; repeating it changes nothing.
   *
   * @return whether it ended now
   */
  public boolean expire(Upload upload) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      Optional<Upload> overdue = stillOverdue(upload.id());
      overdue.ifPresent(current -> end(current, now));
      return overdue.isPresent();
    });
  }

  private void end(Upload upload, Instant now) {
    if (upload.isPart()) {
      uploads.update(upload.expired(now));
      parts.gone(upload, now);
      // The sweep takes the bytes away at once; the job does it after a crash in between.
      work.erase(upload.video());
    } else {
      parts.release(upload.id());
      ending.end(upload, reason(upload), now);
    }
  }

  private static Failure reason(Upload upload) {
    if (upload.isComplete()) {
      return Failure.of(
          Failure.Kind.INCOMPLETE,
          "The account was suspended or its storage used up when the last byte came.",
          "Upload it again when that has changed.");
    }
    return Failure.of(
        Failure.Kind.NEVER_CAME,
        upload.state() == Upload.State.TICKETED
            ? "No file was uploaded in time."
            : "The upload was never finished.");
  }

  /** A finished part goes, too, unless a whole has yet to be made of it (TUS-99, TUS-135). */
  private boolean isMortal(Upload upload) {
    return switch (upload.state()) {
      case TICKETED, OPEN, OVERRUN -> true;
      case FINISHED -> upload.isPart() && !parts.isNeeded(upload);
      case EXPIRED -> false;
    };
  }
}
