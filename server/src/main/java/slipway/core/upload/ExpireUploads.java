package slipway.core.upload;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import slipway.core.Transactions;
import slipway.core.event.RecordEvent;
import slipway.core.task.Tasks;
import slipway.core.video.Failure;
import slipway.core.video.Videos;

/**
 * Ends uploads whose time has passed without their last byte (TUS-97, REL-21). Whoever calls holds
 * the upload's one writer's place, so that nothing which is being written ends (TUS-96).
 */
public final class ExpireUploads {
  private final Uploads uploads;
  private final EndWithoutFile ending;
  private final Transactions transactions;
  private final InstantSource clock;

  public ExpireUploads(
      Videos videos,
      Tasks tasks,
      Uploads uploads,
      RecordEvent record,
      Transactions transactions,
      InstantSource clock) {
    this.uploads = uploads;
    this.ending = new EndWithoutFile(videos, tasks, uploads, record);
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The ids of uploads that look overdue, the oldest first. */
  public List<String> overdue(int limit) {
    return uploads.overdue(clock.instant(), limit).stream().map(Upload::id).toList();
  }

  /** An upload as it is now, if it is overdue still. */
  public Optional<Upload> stillOverdue(String id) {
    Instant now = clock.instant();
    return uploads
        .byId(id)
        .filter(upload -> isUnfinished(upload) && upload.expiresAt().isBefore(now));
  }

  /** Ends an overdue upload whose bytes are gone already; repeating it changes nothing. */
  public void expire(Upload upload) {
    Instant now = clock.instant();
    transactions.change(() ->
        stillOverdue(upload.id()).ifPresent(current -> ending.end(current, reason(current), now)));
  }

  private static Failure reason(Upload upload) {
    String sentence =
        upload.state() == Upload.State.TICKETED
            ? "No file was uploaded in time."
            : "The upload was never finished.";
    return new Failure(Failure.Kind.INCOMPLETE, sentence);
  }

  private static boolean isUnfinished(Upload upload) {
    return switch (upload.state()) {
      case TICKETED, OPEN -> true;
      case FINISHED, EXPIRED -> false;
    };
  }
}
