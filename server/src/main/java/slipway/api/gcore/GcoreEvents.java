package slipway.api.gcore;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import slipway.core.event.Event;
import slipway.core.rendition.Renditions;
import slipway.core.video.Milestone;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.core.webhook.EventShape;
import slipway.core.webhook.Retries;
import slipway.core.webhook.Webhook;
import slipway.http.Origin;
import slipway.json.Json;

/**
 * What happened, as Gcore tells it (section 15 of the contract): each status that a video comes to,
 * and its end. Told once, and not signed (GC-184).
 */
public final class GcoreEvents implements EventShape {
  /** A video came to another status (GC-181). */
  private static final String VIDEO = "video";

  /** A video was deleted. */
  private static final String VIDEO_DELETE = "video_delete";

  /** Everything that there is to tell. */
  public static final List<String> NAMES = List.of(VIDEO, VIDEO_DELETE);

  private final Renditions renditions;
  private final GcoreFiles files;
  private final Supplier<Origin> origin;

  /**
   * @param origin the configured public origin; asked for when a message is made, since the house
   *     knows what it tells before it knows where it listens
   */
  public GcoreEvents(Renditions renditions, GcoreFiles files, Supplier<Origin> origin) {
    this.renditions = renditions;
    this.files = files;
    this.origin = origin;
  }

  record News(String type, Told message) {}

  record Told(Object video) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Current(
      long id,
      String slug,
      String name,
      @Nullable Long duration,
      @JsonProperty("stream_id") @Nullable Long streamId,
      String status,
      @Nullable String error,
      @JsonProperty("converted_videos") List<Made> convertedVideos) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Made(String name, String status, @JsonProperty("mp4_url") @Nullable String mp4Url) {}

  record Deleted(
      long id,
      String slug,
      String name,
      String status,
      @JsonProperty("deleted_at") String deletedAt) {}

  @Override
  public Optional<String> nameOf(Event event) {
    return switch (event.kind()) {
      case VIDEO_CREATED, VIDEO_READY, VIDEO_FAILED -> Optional.of(VIDEO);
      case VIDEO_UPDATED -> changesStatus(event) ? Optional.of(VIDEO) : Optional.empty();
      case VIDEO_DELETED -> Optional.of(VIDEO_DELETE);
      case TASK_CREATED, TASK_UPDATED, TASK_COMPLETED, TASK_FAILED -> Optional.empty();
    };
  }

  /** Of many changes only those that brought the video to where it is. */
  private static boolean changesStatus(Event event) {
    return switch (event.video().phase()) {
      case Phase.Processing _ -> isReachedBy(event, Milestone.Step.INSPECTED);
      case Phase.Viewable _ -> isReachedBy(event, Milestone.Step.VIEWABLE);
      case Phase.AwaitingBytes _,
          Phase.Receiving _,
          Phase.Fetching _,
          Phase.Inspecting _,
          Phase.Ready _,
          Phase.Failed _,
          Phase.Deleting _ ->
          false; // nothing new, or told by an event of its own
    };
  }

  private static boolean isReachedBy(Event event, Milestone.Step step) {
    return event.video().reachedAt(step).filter(event.at()::equals).isPresent();
  }

  @Override
  public Message message(Webhook webhook, Event event, String name, Instant at) {
    Object told = name.equals(VIDEO_DELETE) ? deleted(event) : current(event.video());
    return new Message(
        Json.writeText(new News(name, new Told(told))), Map.of("Content-Type", "application/json"));
  }

  private Deleted deleted(Event event) {
    Video video = event.video();
    return new Deleted(
        video.serial(),
        video.playbackId(),
        video.name(),
        GcoreWords.status(video, renditions.all(video.id())),
        GcoreVideos.time(event.at()));
  }

  private Current current(Video video) {
    GcoreShapes.VideoShape shape =
        new GcoreVideos(new GcoreUrls(origin.get()), renditions, files).item(video);
    return new Current(
        shape.id(),
        shape.slug(),
        shape.name(),
        shape.duration(),
        /* streamId= */ null,
        shape.status(),
        shape.error(),
        shape.convertedVideos().stream()
            .map(one -> new Made(one.name(), one.status(), one.mp4Url()))
            .toList());
  }

  @Override
  public List<Duration> retries() {
    return Retries.NONE;
  }
}
