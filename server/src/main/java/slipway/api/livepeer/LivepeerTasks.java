package slipway.api.livepeer;

import org.jspecify.annotations.Nullable;
import slipway.api.livepeer.LivepeerShapes.Encryption;
import slipway.api.livepeer.LivepeerShapes.Output;
import slipway.api.livepeer.LivepeerShapes.Params;
import slipway.api.livepeer.LivepeerShapes.TaskShape;
import slipway.api.livepeer.LivepeerShapes.TaskStatus;
import slipway.api.livepeer.LivepeerShapes.UploadOutput;
import slipway.api.livepeer.LivepeerShapes.UploadParams;
import slipway.core.account.Account;
import slipway.core.task.Task;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;

/** Shows our tasks as Livepeer's (section 9 of the contract). */
final class LivepeerTasks {
  private final LivepeerAssets assets;

  LivepeerTasks(LivepeerAssets assets) {
    this.assets = assets;
  }

  /** The task; {@code video} is the one that comes out of it. */
  TaskShape task(Task task, Video video, Account owner) {
    return new TaskShape(
        task.id().toString(),
        LivepeerWords.type(task.kind()),
        task.createdAt().toEpochMilli(),
        task.scheduledAt() == null ? null : (Long) task.scheduledAt().toEpochMilli(),
        video.id().toString(),
        owner.projectId().toString(),
        owner.userId().toString(),
        new Params(task.kind() == Task.Kind.UPLOAD ? params(video) : null),
        status(task, video),
        output(task, video, owner));
  }

  private static TaskStatus status(Task task, Video video) {
    boolean queuedOnce = task.scheduledAt() != null;
    return new TaskStatus(
        LivepeerWords.phase(task.state()),
        task.updatedAt().toEpochMilli(),
        task.state() == Task.State.RUNNING ? (Double) task.progress() : null,
        error(task, video),
        queuedOnce ? (Integer) task.retries() : null);
  }

  private static @Nullable String error(Task task, Video video) {
    boolean failed = task.state() == Task.State.FAILED;
    return failed && video.phase() instanceof Phase.Failed(var failure)
        ? LivepeerWords.failure(failure)
        : task.error();
  }

  /** What was asked for; where a raw file lies that was sent here is nobody's business (LP-113). */
  private static UploadParams params(Video video) {
    Wishes wishes = video.wishes();
    return new UploadParams(
        url(video.source()),
        wishes.provenance() ? true : null,
        LivepeerWishes.profiles(wishes.renditions()),
        wishes.encryptedKey() == null ? null : Encryption.masked(),
        LivepeerWishes.seconds(wishes.segmentLength()),
        /* thumbnails= */ true);
  }

  /** As it was given (LP-72). */
  private static @Nullable String url(Source source) {
    return switch (source) {
      case Source.Direct() -> null;
      case Source.Clip _ -> null;
      case Source.Url(String url, String gateway) -> gateway == null ? url : gateway;
    };
  }

  /** The whole asset: the SDKs refuse a part of it (LP-114, D4). */
  private @Nullable Output output(Task task, Video video, Account owner) {
    boolean done =
        task.kind() == Task.Kind.UPLOAD
            && task.state() == Task.State.COMPLETED
            && !video.isDeleted();
    return done
        ? new Output(new UploadOutput(assets.asset(video, owner, /* withTracks= */ true)))
        : null;
  }
}
