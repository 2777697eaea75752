package slipway.core.journey;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Work;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/** Takes a video away: it is gone for everybody at once, its bytes a moment later (REL-36). */
public final class DeleteVideo {
  private final Videos videos;
  private final Work work;
  private final RecordEvent record;
  private final Transactions transactions;
  private final InstantSource clock;

  public DeleteVideo(
      Videos videos,
      Work work,
      RecordEvent record,
      Transactions transactions,
      InstantSource clock) {
    this.videos = videos;
    this.work = work;
    this.record = record;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Deletes in any phase.
   *
   * @throws ProblemException {@link Problem.NotFound}; {@link Problem.WrongState} when it already
   *     is
   */
  public void delete(UUID id) {
    Instant now = clock.instant();
    transactions.change(() -> {
      Video video =
          videos
              .byId(id)
              .orElseThrow(() -> new ProblemException(new Problem.NotFound("video not found")));
      if (video.isDeleted()) {
        throw new ProblemException(new Problem.WrongState("asset is already deleted"));
      }
      videos.update(video.deleted(now));
      record.ofVideo(Event.Kind.VIDEO_DELETED, video, now);
      work.erase(id);
    });
  }
}
