package slipway.core.upload;

import java.time.Instant;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Task;
import slipway.core.task.Tasks;
import slipway.core.task.Work;
import slipway.core.video.Content;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/** The good end of an upload: its video moves on, and the work on it is queued (LP-58). */
final class HandOn {
  private final Videos videos;
  private final Tasks tasks;
  private final Work work;
  private final RecordEvent record;

  HandOn(Videos videos, Tasks tasks, Work work, RecordEvent record) {
    this.videos = videos;
    this.tasks = tasks;
    this.work = work;
    this.record = record;
  }

  /** Inside a transaction. */
  void handOn(Upload upload, Content content, Instant now) {
    Video video = open(upload).bytesArrived(content, now);
    videos.update(video);
    Task task = tasks.ofVideo(video.id()).orElseThrow().queued(now);
    tasks.update(task);
    record.ofTask(Event.Kind.TASK_UPDATED, video, task, now);
    work.inspect(video.id());
  }

  /**
   * The video of an upload while bytes may still come.
   *
   * @throws ProblemException {@link Problem.NotFound} when it was deleted or has its bytes
   */
  Video open(Upload upload) {
    return videos
        .byId(upload.video())
        .filter(Video::takesBytes)
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("asset not found")));
  }
}
