package slipway.dashboard;

import org.jspecify.annotations.Nullable;
import slipway.core.task.Task;
import slipway.core.task.Tasks;
import slipway.core.upload.Uploads;
import slipway.core.video.Video;
import slipway.http.Origin;

/** Gathers what is known of a video for the dashboard. */
final class VideoShapes {
  private final Uploads uploads;
  private final Tasks tasks;

  VideoShapes(Uploads uploads, Tasks tasks) {
    this.uploads = uploads;
    this.tasks = tasks;
  }

  AdminShapes.VideoShape of(Video video, Origin origin) {
    String waits = tasks.ofVideo(video.id()).map(VideoShapes::reason).orElse(null);
    return AdminShapes.VideoShape.of(
        video, uploads.ofVideo(video.id()).orElse(null), waits, origin);
  }

  private static @Nullable String reason(Task task) {
    return task.error();
  }
}
