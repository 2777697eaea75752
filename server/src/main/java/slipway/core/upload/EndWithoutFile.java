package slipway.core.upload;

import java.time.Instant;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.task.Task;
import slipway.core.task.Tasks;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/** The end of an upload that will never be a file: its video fails with the reason. */
final class EndWithoutFile {
  private final Videos videos;
  private final Tasks tasks;
  private final Uploads uploads;
  private final RecordEvent record;

  EndWithoutFile(Videos videos, Tasks tasks, Uploads uploads, RecordEvent record) {
    this.videos = videos;
    this.tasks = tasks;
    this.uploads = uploads;
    this.record = record;
  }

  /** Inside a transaction; a video that is gone, or has other bytes, is left alone. */
  void end(Upload upload, Failure failure, Instant now) {
    uploads.update(upload.expired(now));
    videos
        .byId(upload.video())
        .filter(Video::takesBytes)
        .ifPresent(video -> fail(video, failure, now));
  }

  /** Inside a transaction: as if it had never been, for a video that was born with its upload. */
  void takeBack(Upload upload, Instant now) {
    uploads.update(upload.expired(now));
    videos
        .byId(upload.video())
        .filter(video -> !video.isDeleted())
        .ifPresent(video -> {
          videos.update(video.deleted(now));
          record.ofVideo(Event.Kind.VIDEO_DELETED, video, now);
          // Nobody hears of it: the video's own event says it (as in DeleteVideo).
          tasks
              .ofVideo(video.id())
              .filter(task -> !task.isEnded())
              .ifPresent(task -> tasks.update(task.failed("the upload was given up", now)));
        });
  }

  private void fail(Video waiting, Failure failure, Instant now) {
    Video video = waiting.failed(failure, now);
    videos.update(video);
    Task task = tasks.ofVideo(video.id()).orElseThrow().failed(failure.sentence(), now);
    tasks.update(task);
    record.ofTask(Event.Kind.TASK_UPDATED, video, task, now);
    record.ofTask(Event.Kind.TASK_FAILED, video, task, now);
    record.ofVideo(Event.Kind.VIDEO_UPDATED, video, now);
    record.ofVideo(Event.Kind.VIDEO_FAILED, video, now);
  }
}
