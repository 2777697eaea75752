package slipway.api.cloudflare;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.core.journey.ChangeVideo;
import slipway.core.policy.Policy;
import slipway.core.video.Details;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/**
 * What a request says about a video, checked, wherever it said it; {@code null} where it said
 * nothing.
 *
 * @param creator empty to take back what was said before
 * @param meta the owner's own keys, {@code name} among them
 * @param deletesNever whether a planned deletion is taken back
 * @param longest {@code maxDurationSeconds}
 * @param until {@code expiry} or {@code uploadExpiry}
 * @param about {@code publicDetails}
 */
record CloudflareSaid(
    @Nullable JsonObject meta,
    @Nullable String creator,
    @Nullable Boolean signed,
    @Nullable List<String> origins,
    @Nullable Double posterAt,
    @Nullable String watermark,
    @Nullable Instant deleteAt,
    boolean deletesNever,
    @Nullable Duration longest,
    @Nullable Instant until,
    @Nullable JsonObject about) {

  private static final String NAME = "name";

  /** What the video is called; empty when it was not said. */
  String name() {
    return meta == null ? "" : meta.string(NAME).orElse("");
  }

  /** The same of another creator. */
  CloudflareSaid by(@Nullable String other) {
    return new CloudflareSaid(
        meta,
        other,
        signed,
        origins,
        posterAt,
        watermark,
        deleteAt,
        deletesNever,
        longest,
        until,
        about);
  }

  /** The same with a longest duration. */
  CloudflareSaid within(Duration most) {
    return new CloudflareSaid(
        meta,
        creator,
        signed,
        origins,
        posterAt,
        watermark,
        deleteAt,
        deletesNever,
        most,
        until,
        about);
  }

  /**
   * The wishes for a new video.
   *
   * @param uploadBy until when its bytes may be sent, {@code null} where nobody sends any
   */
  Wishes wishes(@Nullable Instant uploadBy) {
    String by = creator;
    boolean isSigned = signed != null && signed;
    List<String> from = origins == null ? List.of() : origins;
    Policy policy =
        isSigned || !from.isEmpty()
            ? new Policy(isSigned ? Policy.Kind.TOKEN : Policy.Kind.PUBLIC, null, null, null, from)
            : null;
    return new Wishes(
            policy, by == null || by.isEmpty() ? null : by, null, false, false, null, null, null)
        .with(
            new Details(
                meta == null ? null : own(meta),
                posterAt,
                watermark,
                deleteAt,
                longest,
                uploadBy,
                about == null ? null : Json.writeText(about)));
  }

  /** What is to be otherwise of a video; what was not said stays (CF-88). */
  ChangeVideo.Change change(Video video) {
    Details before = video.wishes().details();
    Details after =
        new Details(
            meta == null ? before.meta() : own(meta),
            posterAt == null ? before.posterAt() : posterAt,
            before.watermark(),
            deletesNever ? null : deleteAt == null ? before.deleteAt() : deleteAt,
            longest == null ? before.longest() : longest,
            until == null ? before.uploadBy() : until,
            about == null ? before.about() : merged(before.about(), about));
    return new ChangeVideo.Change(
        meta == null ? null : name(),
        creator,
        policy(video.wishes().effectivePolicy()),
        after.equals(before) ? null : after);
  }

  private @Nullable Policy policy(Policy before) {
    if (signed == null && origins == null) {
      return null;
    }
    Policy.Kind kind =
        signed == null || signed != before.isPublic()
            ? before.kind()
            : signed ? Policy.Kind.TOKEN : Policy.Kind.PUBLIC;
    boolean gate = kind == Policy.Kind.GATE;
    return new Policy(
        kind,
        gate ? before.gateId() : null,
        gate ? before.gateContext() : null,
        before.refreshAfter(),
        origins == null ? before.origins() : origins);
  }

  /** The name is kept as that of the video, unless it is no text and so only the owner's. */
  private static @Nullable String own(JsonObject meta) {
    Map<String, JsonValue> rest = new LinkedHashMap<>(meta.members());
    if (rest.get(NAME) instanceof JsonString) {
      rest.remove(NAME);
    }
    return rest.isEmpty() ? null : Json.writeText(JsonValue.object(rest));
  }

  /** Partial objects are allowed (CF-151). */
  private static @Nullable String merged(@Nullable String before, JsonObject said) {
    Map<String, JsonValue> all = new LinkedHashMap<>();
    if (before != null && Json.tree(before) instanceof JsonObject known) {
      all.putAll(known.members());
    }
    all.putAll(said.members());
    all.values().removeIf(JsonNull.class::isInstance);
    return all.isEmpty() ? null : Json.writeText(JsonValue.object(all));
  }
}
