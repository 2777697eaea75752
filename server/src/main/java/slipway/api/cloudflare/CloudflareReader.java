package slipway.api.cloudflare;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonBool;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/**
 * Reads what requests say about videos, from JSON bodies (CF-21 to CF-29), and checks it. Unknown
 * members are passed over (CF-11); a {@code null} says nothing, but of {@code scheduledDeletion}.
 */
final class CloudflareReader {
  private static final int LONGEST_CREATOR = 64;
  private static final int MOST_ORIGINS = 200;
  private static final int LONGEST_ORIGIN = 300;

  /** Clocks of callers may differ a little from ours (CF-22). */
  private static final Duration SKEW = Duration.ofSeconds(5);

  private static final Duration SOONEST_DELETION = Duration.ofDays(30);
  private static final Duration LATEST_DELETION = Duration.ofDays(1096);

  private final CloudflareSettings settings;
  private final CloudflareVideos videos;
  private final InstantSource clock;

  /** {@code videos} knows the watermark profiles that may be named. */
  CloudflareReader(CloudflareSettings settings, CloudflareVideos videos, InstantSource clock) {
    this.settings = settings;
    this.videos = videos;
    this.clock = clock;
  }

  /** The present moment, for ends that are counted from it. */
  Instant now() {
    return clock.instant();
  }

  /**
   * Reads a body.
   *
   * @param until the member that says when an upload ends
   * @param created when the video was created, for a new one now
   */
  CloudflareSaid read(
      JsonObject body, Request request, Caller caller, String until, Instant created) {
    JsonObject meta = meta(body);
    return new CloudflareSaid(
        meta,
        creator(body, request),
        flag(body, "requireSignedURLs"),
        origins(body),
        share(said(body, "thumbnailTimestampPct")),
        watermark(body, caller),
        deletion(said(body, "scheduledDeletion"), created),
        body.member("scheduledDeletion").filter(JsonNull.class::isInstance).isPresent(),
        longest(said(body, "maxDurationSeconds")),
        expiry(said(body, until), until),
        about(body));
  }

  /** As {@link #read}, for a video that is to be. */
  CloudflareSaid readNew(JsonObject body, Request request, Caller caller) {
    return read(body, request, caller, "expiry", now());
  }

  /** The older place of the name counts where the newer one is empty (CF-69). */
  private static @Nullable JsonObject meta(JsonObject body) {
    JsonValue given = said(body, "meta");
    if (given != null && !(given instanceof JsonObject)) {
      throw bad("meta", "meta must be an object");
    }
    Optional<String> name = body.string("name");
    if (name.isEmpty()
        || (given instanceof JsonObject object && object.member("name").isPresent())) {
      return (JsonObject) given;
    }
    Map<String, JsonValue> all = new LinkedHashMap<>();
    all.put("name", new JsonString(name.get()));
    if (given instanceof JsonObject object) {
      all.putAll(object.members());
    }
    return JsonValue.object(all);
  }

  private static @Nullable String creator(JsonObject body, Request request) {
    JsonValue given = said(body, "creator");
    if (given == null) {
      return creator(request.headers().first("Upload-Creator").orElse(""));
    }
    return creator(text(given, "creator"));
  }

  /** Up to 64 characters; an empty one is none (CF-28). */
  static @Nullable String creator(String given) {
    if (given.codePointCount(0, given.length()) > LONGEST_CREATOR) {
      throw bad("creator", "creator must have at most 64 characters");
    }
    return given.isEmpty() ? null : given;
  }

  private static @Nullable Boolean flag(JsonObject body, String name) {
    return switch (said(body, name)) {
      case null -> null;
      case JsonBool(boolean value) -> (Boolean) value;
      default -> throw bad(name, name + " must be a boolean");
    };
  }

  private static @Nullable List<String> origins(JsonObject body) {
    JsonValue given = said(body, "allowedOrigins");
    if (given == null) {
      return null;
    }
    List<JsonValue> elements =
        body.elements("allowedOrigins")
            .orElseThrow(() -> bad("allowedOrigins", "allowedOrigins must be an array"));
    List<String> origins = new ArrayList<>();
    for (JsonValue element : elements) {
      origins.add(text(element, "allowedOrigins"));
    }
    return origins(origins);
  }

  /** Without the empty ones, which stand in examples (CF-24). */
  static List<String> origins(List<String> given) {
    List<String> origins = given.stream().map(String::strip).filter(o -> !o.isEmpty()).toList();
    if (origins.size() > MOST_ORIGINS
        || origins.stream().anyMatch(origin -> origin.length() > LONGEST_ORIGIN)) {
      throw bad("allowedOrigins", "allowedOrigins has too many or too long members");
    }
    return origins;
  }

  private static @Nullable Double share(@Nullable JsonValue given) {
    return switch (given) {
      case null -> null;
      case JsonNumber(BigDecimal value) -> share(value);
      default -> throw bad("thumbnailTimestampPct", NOT_A_SHARE);
    };
  }

  private static final String NOT_A_SHARE = "thumbnailTimestampPct must be between 0.0 and 1.0";

  /** 0 to 1 (CF-25). */
  static Double share(BigDecimal value) {
    if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
      throw bad("thumbnailTimestampPct", NOT_A_SHARE);
    }
    return value.doubleValue();
  }

  private @Nullable String watermark(JsonObject body, Caller caller) {
    JsonValue given = said(body, "watermark");
    if (given == null) {
      return null;
    }
    return watermark(
        given instanceof JsonObject object ? object.string("uid").orElse("") : "", caller);
  }

  /** One of the caller's profiles (CF-26). */
  String watermark(String uid, Caller caller) {
    if (uid.isEmpty() || !videos.hasProfile(caller.account().number(), uid)) {
      throw bad("watermark", "watermark: there is no profile of this uid");
    }
    return uid;
  }

  private static @Nullable Instant deletion(@Nullable JsonValue given, Instant created) {
    return given == null ? null : deletion(text(given, "scheduledDeletion"), created);
  }

  /** 30 to 1,096 days after creation (CF-29, CF-93). */
  static Instant deletion(String text, Instant created) {
    Instant at = time(text, "scheduledDeletion");
    if (at.isBefore(created.plus(SOONEST_DELETION).minus(SKEW))
        || at.isAfter(created.plus(LATEST_DELETION).plus(SKEW))) {
      throw bad("scheduledDeletion", "scheduledDeletion must be 30 to 1096 days after creation");
    }
    return at;
  }

  private @Nullable Duration longest(@Nullable JsonValue given) {
    return switch (given) {
      case null -> null;
      case JsonNumber number when number.isWhole() -> longest(number.value());
      default -> throw notALength();
    };
  }

  /** From a second up to what the settings allow (CF-21). */
  Duration longest(BigDecimal seconds) {
    if (seconds.compareTo(BigDecimal.ONE) < 0
        || seconds.compareTo(BigDecimal.valueOf(settings.longest().toSeconds())) > 0) {
      throw notALength();
    }
    return Duration.ofSeconds(seconds.longValue());
  }

  ProblemException notALength() {
    return bad(
        "maxDurationSeconds",
        "maxDurationSeconds must be an integer from 1 to " + settings.longest().toSeconds());
  }

  private @Nullable Instant expiry(@Nullable JsonValue given, String name) {
    return given == null ? null : expiry(text(given, name), name);
  }

  /** Not too soon and not too late (CF-22). */
  Instant expiry(String text, String name) {
    Instant at = time(text, name);
    Instant now = clock.instant();
    if (at.isBefore(now.plus(settings.soonestExpiry()).minus(SKEW))
        || at.isAfter(now.plus(settings.latestExpiry()).plus(SKEW))) {
      throw bad(
          name,
          String.format(
              Locale.ROOT,
              "%s must be %d to %d minutes from now",
              name,
              settings.soonestExpiry().toMinutes(),
              settings.latestExpiry().toMinutes()));
    }
    return at;
  }

  private static @Nullable JsonObject about(JsonObject body) {
    JsonValue given = said(body, "publicDetails");
    if (given == null) {
      return null;
    }
    if (!(given instanceof JsonObject details)) {
      throw bad("publicDetails", "publicDetails must be an object");
    }
    for (String name : List.of("title", "share_link", "channel_link", "logo")) {
      JsonValue value = said(details, name);
      if (value != null) {
        text(value, "publicDetails." + name);
      }
    }
    details
        .string("logo")
        .filter(logo -> !logo.isEmpty() && !isHttps(logo))
        .ifPresent(_ -> {
          throw bad("publicDetails.logo", "publicDetails.logo must be an https URL"); // CF-151
        });
    return details;
  }

  private static boolean isHttps(String text) {
    try {
      URI uri = new URI(text);
      return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
    } catch (URISyntaxException notAUrl) {
      return false;
    }
  }

  private static Instant time(String text, String name) {
    return CloudflareTimes.parse(text)
        .orElseThrow(() -> bad(name, name + " must be a time as RFC 3339 writes it"));
  }

  /** The member, unless it is {@code null} or not there. */
  private static @Nullable JsonValue said(JsonObject body, String name) {
    JsonValue value = body.member(name).orElse(null);
    return value instanceof JsonNull ? null : value;
  }

  private static String text(JsonValue value, String name) {
    if (value instanceof JsonString(String text)) {
      return text;
    }
    throw bad(name, name + " must be a string");
  }

  static ProblemException bad(String field, String message) {
    return new ProblemException(new Problem.BadField(field, message));
  }
}
