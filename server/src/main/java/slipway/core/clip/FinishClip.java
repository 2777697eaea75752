package slipway.core.clip;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.task.Task;
import slipway.core.task.Tasks;
import slipway.core.task.Work;
import slipway.core.video.Content;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/** The bytes of a clip are here: from now on it is a video like any other. */
public final class FinishClip {
  private final Videos videos;
  private final Tasks tasks;
  private final Work work;
  private final RecordEvent record;
  private final Transactions transactions;
  private final InstantSource clock;

  public FinishClip(
      Videos videos,
      Tasks tasks,
      Work work,
      RecordEvent record,
      Transactions transactions,
      InstantSource clock) {
    this.videos = videos;
    this.tasks = tasks;
    this.work = work;
    this.record = record;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Hands it on; does nothing when it was deleted, or has its bytes already. */
  public void finish(UUID id, long size) {
    Instant now = clock.instant();
    transactions.change(() ->
        videos
            .byId(id)
            .filter(Video::isFetching)
            .ifPresent(clip -> {
              Video arrived = clip.bytesArrived(new Content(size, null), now);
              videos.update(arrived);
              Task task = tasks.ofVideo(id).orElseThrow().running(0, now);
              tasks.update(task);
              record.ofTask(Event.Kind.TASK_UPDATED, arrived, task, now);
              work.inspect(id);
            }));
  }
}
