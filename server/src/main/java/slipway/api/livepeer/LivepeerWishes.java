package slipway.api.livepeer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.api.livepeer.LivepeerShapes.CreatorId;
import slipway.api.livepeer.LivepeerShapes.PlaybackPolicy;
import slipway.api.livepeer.LivepeerShapes.Profile;
import slipway.core.policy.Policy;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Export;
import slipway.core.video.RequestedRendition;
import slipway.core.video.Wishes;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonBool;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/** What an owner asks for, between a body that its schema has passed and our own record. */
final class LivepeerWishes {
  /** Each is an encoder of its own, all at once. */
  private static final int MOST_PROFILES = 16;

  private static final Duration USUAL_SEGMENT = Duration.ofSeconds(10);
  private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(1_000_000_000);

  private LivepeerWishes() {}

  /** Reads the members that request-upload and imports share. */
  static Wishes read(JsonObject body) {
    return new Wishes(
        policyIn(body),
        creatorIn(body),
        body.elements("profiles").map(LivepeerWishes::renditions).orElse(null),
        body.isTrue("staticMp4"),
        body.isTrue("c2pa"),
        body.number("targetSegmentSizeSecs").map(LivepeerWishes::segmentLength).orElse(null),
        encryptedKey(body).orElse(null),
        body.object("storage")
            .flatMap(LivepeerWishes::export)
            .map(Json::writeText)
            .map(Export::wished)
            .orElse(null));
  }

  /** The policy, {@code null} when none is given. */
  static @Nullable Policy policyIn(JsonObject body) {
    return body.object("playbackPolicy").map(LivepeerWishes::policy).orElse(null);
  }

  /** The creator, {@code null} when none is given. */
  static @Nullable String creatorIn(JsonObject body) {
    return body.member("creatorId").map(LivepeerWishes::creator).orElse(null);
  }

  /** The wrapped key; an empty one counts as none (LP-38). */
  static Optional<String> encryptedKey(JsonObject body) {
    return body.object("encryption")
        .flatMap(encryption -> encryption.string("encryptedKey"))
        .filter(key -> !key.isEmpty());
  }

  /** How a policy is told; {@code withContext} only to its owner (LP-124). */
  static PlaybackPolicy tell(Policy policy, boolean withContext) {
    String context = withContext ? policy.gateContext() : null;
    return new PlaybackPolicy(
        switch (policy.kind()) {
          case PUBLIC -> "public";
          case TOKEN -> "jwt";
          case GATE -> "webhook";
        },
        policy.gateId(),
        context == null ? null : Json.tree(context),
        seconds(policy.refreshAfter()),
        policy.origins().isEmpty() ? null : policy.origins());
  }

  static @Nullable CreatorId creator(@Nullable String creator) {
    return creator == null ? null : new CreatorId("unverified", creator);
  }

  static @Nullable List<Profile> profiles(@Nullable List<RequestedRendition> renditions) {
    return renditions == null
        ? null
        : renditions.stream()
            .map(wanted ->
                new Profile(
                    wanted.width(),
                    wanted.name(),
                    wanted.height(),
                    wanted.bitrate(),
                    wanted.quality(),
                    wanted.fps(),
                    wanted.fpsDen(),
                    wanted.gop(),
                    wanted.profile(),
                    wanted.encoder()))
            .toList();
  }

  /** Seconds as a number without needless zeros. */
  static @Nullable BigDecimal seconds(@Nullable Duration duration) {
    if (duration == null) {
      return null;
    }
    BigDecimal exact = BigDecimal.valueOf(duration.toMillis(), /* scale= */ 3).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }

  private static Policy policy(JsonObject policy) {
    return new Policy(
        switch (policy.string("type").orElseThrow()) {
          case "jwt" -> Policy.Kind.TOKEN;
          case "webhook" -> Policy.Kind.GATE;
          default -> Policy.Kind.PUBLIC; // the schema lets only public through
        },
        policy.string("webhookId").orElse(null),
        policy.object("webhookContext").map(Json::writeText).orElse(null),
        policy.number("refreshInterval").map(LivepeerWishes::duration).orElse(null),
        policy.elements("allowedOrigins").orElse(List.of()).stream()
            .map(origin -> ((JsonString) origin).value())
            .toList());
  }

  private static @Nullable String creator(JsonValue creator) {
    return switch (creator) {
      case JsonString(String value) -> value;
      case JsonObject object -> object.string("value").orElse(null);
      default -> null; // the schema lets nothing else through
    };
  }

  private static List<RequestedRendition> renditions(List<JsonValue> profiles) {
    if (profiles.size() > MOST_PROFILES) {
      throw new ProblemException(
          new Problem.BadField("profiles", "at most " + MOST_PROFILES + " profiles can be made"));
    }
    return profiles.stream().map(profile -> rendition((JsonObject) profile)).toList();
  }

  private static RequestedRendition rendition(JsonObject profile) {
    Integer bitrate = integer(profile, "bitrate");
    return new RequestedRendition(
        bitrate == null ? 0 : bitrate,
        profile.string("name").orElse(null),
        integer(profile, "width"),
        integer(profile, "height"),
        integer(profile, "fps"),
        integer(profile, "fpsDen"),
        integer(profile, "quality"),
        profile.string("gop").orElse(null),
        profile.string("profile").orElse(null),
        profile.string("encoder").orElse(null));
  }

  /** The schema knows no upper limits; ours is what fits 31 bits. */
  private static @Nullable Integer integer(JsonObject profile, String name) {
    BigDecimal value = profile.number(name).orElse(null);
    if (value == null) {
      return null;
    }
    if (value.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
      throw new ProblemException(
          new Problem.BadField(
              "profiles", "profiles: %s must be <= %d".formatted(name, Integer.MAX_VALUE)));
    }
    return value.intValueExact();
  }

  /** Nothing, and less than nothing, stand for what is usual at Livepeer (LP-158). */
  private static Duration segmentLength(BigDecimal seconds) {
    return seconds.signum() > 0 ? duration(seconds) : USUAL_SEGMENT;
  }

  private static Duration duration(BigDecimal seconds) {
    BigDecimal bounded = seconds.min(LONGEST_SECONDS).max(LONGEST_SECONDS.negate());
    return Duration.ofMillis(
        bounded.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact());
  }

  /** What {@code storage} says the copy on IPFS is to be; empty for none (LP-46, D5). */
  static Optional<JsonObject> export(JsonObject storage) {
    return storage
        .member("ipfs")
        .flatMap(ipfs ->
            switch (ipfs) {
              case JsonBool(boolean wanted) ->
                  wanted ? Optional.of(JsonValue.object(Map.of())) : Optional.empty();
              case JsonObject object when object.member("spec").isEmpty() ->
                  Optional.of(JsonValue.object(Map.of()));
              case JsonObject object -> object.object("spec");
              default -> Optional.empty(); // null asks for nothing
            });
  }
}
