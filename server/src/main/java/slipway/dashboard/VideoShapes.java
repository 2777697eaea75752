package slipway.dashboard;

import org.jspecify.annotations.Nullable;
import slipway.core.rendition.Renditions;
import slipway.core.task.Task;
import slipway.core.task.Tasks;
import slipway.core.upload.Uploads;
import slipway.core.video.Signing;
import slipway.core.video.Video;
import slipway.http.Origin;

/** Gathers what is known of a video for the dashboard. */
final class VideoShapes {
  private final Uploads uploads;
  private final Tasks tasks;
  private final Renditions renditions;

  VideoShapes(Uploads uploads, Tasks tasks, Renditions renditions) {
    this.uploads = uploads;
    this.tasks = tasks;
    this.renditions = renditions;
  }

  AdminShapes.VideoShape of(Video video, Origin origin) {
    String waits = tasks.ofVideo(video.id()).map(VideoShapes::reason).orElse(null);
    return AdminShapes.VideoShape.of(
        video,
        uploads.ofVideo(video.id()).orElse(null),
        waits == null ? unsigned(video) : waits,
        renditions.all(video.id()),
        origin);
  }

  private static @Nullable String reason(Task task) {
    return task.error();
  }

  /** A ready video may say why its files are unsigned (MD-87), or have no time stamp. */
  private static @Nullable String unsigned(Video video) {
    Signing signing = video.wishes().signing();
    if (signing == null || signing.error() == null) {
      return null;
    }
    return switch (signing.state()) {
      case UNSTAMPED -> signing.error();
      case WAITING, SIGNED, FAILED -> "Its files are not signed (C2PA): " + signing.error();
    };
  }
}
