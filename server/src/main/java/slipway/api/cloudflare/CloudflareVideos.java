package slipway.api.cloudflare;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.api.cloudflare.CloudflareShapes.Input;
import slipway.api.cloudflare.CloudflareShapes.Playback;
import slipway.api.cloudflare.CloudflareShapes.Status;
import slipway.api.cloudflare.CloudflareShapes.VideoShape;
import slipway.core.policy.Policy;
import slipway.core.video.Details;
import slipway.core.video.Facts;
import slipway.core.video.Failure;
import slipway.core.video.Milestone;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.http.Origin;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/** Shows a video, whichever door made it, as Cloudflare's (section 7 of the contract). */
final class CloudflareVideos {
  private static final Number UNKNOWN = -1;

  private final Origin origin;
  private final Profiles profiles;

  /** The watermark profiles that videos name. */
  interface Profiles {
    /** The profile of an account in its wire shape, also a deleted one; empty for none. */
    Optional<Object> shape(long account, String uid);

    /** Whether new videos may name it. */
    boolean mayBeNamed(long account, String uid);
  }

  /** With the public origin under which viewers reach us. */
  CloudflareVideos(Origin origin, Profiles profiles) {
    this.origin = origin;
    this.profiles = profiles;
  }

  /** The video. */
  VideoShape shape(Video video) {
    String uid = CloudflareIds.uid(video.id());
    Details details = video.wishes().details();
    Policy policy = video.wishes().effectivePolicy();
    boolean copied = video.source().fetched().isPresent();
    Source.Clip clip = video.source() instanceof Source.Clip cut ? cut : null;
    Duration longest = details.longest();
    String about = details.about();
    return new VideoShape(
        uid,
        video.wishes().creator(),
        url(video, "thumbnails/thumbnail.jpg"),
        details.posterAt() == null ? 0 : details.posterAt(),
        video.isWatchable(),
        readyAt(video),
        status(video),
        meta(video),
        CloudflareTimes.born(video),
        CloudflareTimes.text(video.updatedAt()),
        CloudflareTimes.textOrNull(details.deleteAt()),
        video.content() == null ? 0 : video.content().size(),
        url(video, "watch"),
        policy.origins(),
        !policy.isPublic(),
        reached(video, Milestone.Step.BYTES),
        CloudflareTimes.textOrNull(details.uploadBy()),
        copied ? (Long) 0L : null,
        copied ? (Long) 0L : longest == null ? null : (Long) longest.toSeconds(),
        duration(video.facts()),
        input(video.facts()),
        new Playback(url(video, "manifest/video.m3u8"), url(video, "manifest/video.mpd")),
        watermark(video),
        clip == null ? null : CloudflareIds.uid(clip.video()),
        about == null ? null : Json.tree(about),
        clip == null ? null : CloudflareIds.uid(clip.video()),
        clip == null ? null : (Long) clip.from().toSeconds(),
        clip == null ? null : (Long) clip.to().toSeconds());
  }

  /** An address below that of the video, where viewers find it. */
  String url(Video video, String below) {
    return origin.url("/" + CloudflareIds.uid(video.id()) + "/" + below);
  }

  /** The profile that is burnt into a video. */
  @Nullable Object watermark(Video video) {
    String uid = video.wishes().details().watermark();
    return uid == null ? null : profiles.shape(video.account(), uid).orElse(null);
  }

  /** Whether the account has a profile of that uid. */
  boolean hasProfile(long account, String uid) {
    return profiles.mayBeNamed(account, uid);
  }

  /** The owner's own keys, the name as one of them, and where a copy came from (CF-70). */
  private static JsonObject meta(Video video) {
    Map<String, JsonValue> meta = new LinkedHashMap<>();
    if (!video.name().isEmpty()) {
      meta.put("name", new JsonString(video.name()));
    }
    video
        .source()
        .fetched()
        .ifPresent(from ->
            meta.put(
                "downloaded-from",
                new JsonString(from.gatewayUrl() == null ? from.url() : from.gatewayUrl())));
    String own = video.wishes().details().meta();
    if (own != null && Json.tree(own) instanceof JsonObject object) {
      meta.putAll(object.members());
    }
    return JsonValue.object(meta);
  }

  private static Status status(Video video) {
    String state = CloudflareWords.state(video);
    if (state.equals("error") && video.phase() instanceof Phase.Failed(Failure failure)) {
      String code = CloudflareWords.code(failure);
      String text = CloudflareWords.text(failure);
      return new Status(state, "encoding", /* pctComplete= */ null, code, text, code, text);
    }
    return new Status(
        state,
        state.equals("inprogress") ? "encoding" : null,
        percent(video.phase()),
        "",
        "",
        null,
        null);
  }

  /** A decimal text with six places, absent before work starts (CF-76). */
  private static @Nullable String percent(Phase phase) {
    Double so = phase instanceof Phase.Ready ? Double.valueOf(1) : phase.progressSoFar();
    return so == null ? null : String.format(Locale.ROOT, "%.6f", so * 100);
  }

  private static @Nullable String readyAt(Video video) {
    return video
        .reachedAt(Milestone.Step.VIEWABLE)
        .or(() -> video.reachedAt(Milestone.Step.READY))
        .map(CloudflareTimes::text)
        .orElse(null);
  }

  private static @Nullable String reached(Video video, Milestone.Step step) {
    Optional<Instant> at = video.reachedAt(step);
    return at.map(CloudflareTimes::text).orElse(null);
  }

  private static Number duration(@Nullable Facts facts) {
    return facts == null ? UNKNOWN : (Number) (facts.duration().toMillis() / 1000.0);
  }

  private static Input input(@Nullable Facts facts) {
    return Optional.ofNullable(facts)
        .flatMap(Facts::video)
        .map(track -> track.picture())
        .map(picture -> new Input(picture.width(), picture.height()))
        .orElse(new Input(-1, -1));
  }
}
