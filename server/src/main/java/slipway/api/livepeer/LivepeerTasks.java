package slipway.api.livepeer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.api.livepeer.LivepeerShapes.Encryption;
import slipway.api.livepeer.LivepeerShapes.Output;
import slipway.api.livepeer.LivepeerShapes.Params;
import slipway.api.livepeer.LivepeerShapes.TaskShape;
import slipway.api.livepeer.LivepeerShapes.TaskStatus;
import slipway.api.livepeer.LivepeerShapes.UploadOutput;
import slipway.api.livepeer.LivepeerShapes.UploadParams;
import slipway.core.account.Account;
import slipway.core.export.ExportOrder;
import slipway.core.task.Task;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.json.Json;
import slipway.json.JsonValue;

/** Shows our tasks as Livepeer's (section 9 of the contract). */
final class LivepeerTasks {
  private final LivepeerAssets assets;
  private final LivepeerStorage storage;
  private final Function<UUID, Optional<ExportOrder>> orders;

  /**
   * @param orders what the tasks that export were asked for
   */
  LivepeerTasks(
      LivepeerAssets assets,
      LivepeerStorage storage,
      Function<UUID, Optional<ExportOrder>> orders) {
    this.assets = assets;
    this.storage = storage;
    this.orders = orders;
  }

  /** The task; {@code video} is the one that comes out of it, or goes into it. */
  TaskShape task(Task task, Video video, Account owner) {
    boolean exports = task.kind() == Task.Kind.EXPORT;
    Optional<ExportOrder> order = exports ? orders.apply(task.id()) : Optional.empty();
    return new TaskShape(
        task.id().toString(),
        LivepeerWords.type(task.kind()),
        task.createdAt().toEpochMilli(),
        task.scheduledAt() == null ? null : (Long) task.scheduledAt().toEpochMilli(),
        exports ? video.id().toString() : null,
        exports ? null : video.id().toString(),
        owner.projectId().toString(),
        owner.userId().toString(),
        new Params(
            task.kind() == Task.Kind.UPLOAD ? params(video) : null,
            order.map(LivepeerTasks::asked).orElse(null)),
        status(task, video),
        exports ? order.flatMap(this::exported).orElse(null) : output(task, video, owner));
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
      case Source.Recording(String url) -> url;
    };
  }

  /** The whole asset: the SDKs refuse a part of it (LP-114, D4). */
  private @Nullable Output output(Task task, Video video, Account owner) {
    boolean done =
        task.kind() == Task.Kind.UPLOAD
            && task.state() == Task.State.COMPLETED
            && !video.isDeleted();
    return done
        ? new Output(new UploadOutput(assets.asset(video, owner, /* withTracks= */ true)), null)
        : null;
  }

  /** Without what only the other side is to know (LP-115). */
  private static JsonValue asked(ExportOrder order) {
    String target =
        switch (order.target()) {
          case IPFS, PINATA -> "ipfs";
          case ADDRESS -> "custom";
        };
    return JsonValue.object(Map.of(target, Json.tree(order.told())));
  }

  /** Empty until it is there (LP-115). */
  private Optional<Output> exported(ExportOrder order) {
    String cid = order.cid();
    String metadata = order.metadataCid();
    if (cid == null || metadata == null) {
      return Optional.empty();
    }
    Map<String, JsonValue> ipfs = new LinkedHashMap<>();
    storage.place(cid).forEach((name, value) -> ipfs.put("videoFile" + capital(name), value));
    storage
        .place(metadata)
        .forEach((name, value) -> ipfs.put("nftMetadata" + capital(name), value));
    return Optional.of(new Output(null, JsonValue.object(Map.of("ipfs", JsonValue.object(ipfs)))));
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
