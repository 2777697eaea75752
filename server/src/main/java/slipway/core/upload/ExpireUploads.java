package slipway.core.upload;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

  /**
   * Uploads that look overdue, the oldest first.
   *
   * @param after the last one that was looked at before, {@code null} for none
   */
  public List<Upload> overdue(@Nullable Upload after, int limit) {
    return uploads.overdue(clock.instant(), after, limit);
  }

  /** An upload as it is now, if it is overdue still. */
  public Optional<Upload> stillOverdue(String id) {
    Instant now = clock.instant();
    return uploads.byId(id).filter(upload -> isMortal(upload) && upload.expiresAt().isBefore(now));
  }

  /**
   * From now on nothing makes an overdue upload last longer, and not a byte comes to it any more:
   * its bytes can be taken away, whatever its owner does meanwhile. After a crash the next sweep
   * finds it.
   *
   * @return whether it is so; if not, it is not overdue
   */
  public boolean close(Upload upload) {
    return transactions.run(() -> {
      Optional<Upload> overdue = stillOverdue(upload.id());
      overdue.filter(Upload::isUnfinished).map(Upload::closed).ifPresent(uploads::update);
      return overdue.isPresent();
    });
  }

  /** Ends an upload that was closed, and whose bytes are gone; repeating it changes nothing. */
  public void endClosed(Upload upload) {
    Instant now = clock.instant();
    transactions.change(() ->
        uploads
            .byId(upload.id())
            .filter(current -> current.state() == Upload.State.OVERRUN)
            .ifPresent(current -> end(current, now)));
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
