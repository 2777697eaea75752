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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.json.Json;
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
  private static final int LONGEST_NAME = 1024;
  private static final int LARGEST_META = 16 * 1024;
  private static final int LONGEST_DETAIL = 2048;

  /** A host with or without a port, of which a wildcard may stand in front (CF-113). */
  private static final Pattern ORIGIN =
      Pattern.compile(
          "\\*|(\\*\\.)?[^\\s/@?#*:\\[\\]]+(:\\d{1,5})?|\\[[0-9a-fA-F:.]+\\](:\\d{1,5})?");

  private static final Pattern SCHEME = Pattern.compile("^https?://", Pattern.CASE_INSENSITIVE);

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
  CloudflareSaid read(JsonObject body, Caller caller, String until, Instant created) {
    JsonObject meta = meta(body);
    return new CloudflareSaid(
        meta,
        creatorSaid(body),
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

  /** As {@link #read}, for a video that is to be; creators may stand in a field, too (CF-28). */
  CloudflareSaid readNew(JsonObject body, Request request, Caller caller) {
    CloudflareSaid said = read(named(body), caller, "expiry", now());
    return said.creator() == null
        ? said.by(creator(request.headers().first("Upload-Creator").orElse("")))
        : said;
  }

  /** The older place of the name counts where the newer one is empty (CF-69). */
  private static JsonObject named(JsonObject body) {
    Optional<String> name = body.string("name");
    JsonValue meta = said(body, "meta");
    boolean counts = meta == null || (meta instanceof JsonObject m && m.member("name").isEmpty());
    if (name.isEmpty() || !counts) {
      return body;
    }
    Map<String, JsonValue> all = new LinkedHashMap<>();
    all.put("name", new JsonString(name.get()));
    if (meta instanceof JsonObject object) {
      all.putAll(object.members());
    }
    Map<String, JsonValue> members = new LinkedHashMap<>(body.members());
    members.put("meta", JsonValue.object(all));
    return JsonValue.object(members);
  }

  private static @Nullable JsonObject meta(JsonObject body) {
    JsonValue given = said(body, "meta");
    if (given == null) {
      return null;
    }
    if (given instanceof JsonObject meta) {
      return checked(meta);
    }
    throw bad("meta", "meta must be an object");
  }

  /** Lists show a thousand of them at once, so each has its bounds. */
  static JsonObject checked(JsonObject meta) {
    if (meta.string("name").orElse("").length() > LONGEST_NAME) {
      throw bad("meta.name", "meta.name must have at most " + LONGEST_NAME + " characters");
    }
    if (Json.write(meta).length > LARGEST_META) {
      throw bad("meta", "meta must have at most " + LARGEST_META + " bytes");
    }
    return meta;
  }

  /** Nothing, or an empty text that takes back what was said before. */
  private static @Nullable String creatorSaid(JsonObject body) {
    JsonValue given = body.member("creator").orElse(null);
    return switch (given) {
      case null -> null;
      case JsonNull() -> "";
      default -> {
        String text = text(given, "creator");
        creator(text);
        yield text;
      }
    };
  }

  /** Up to 64 characters; an empty one is none (CF-28). */
  static @Nullable String creator(String given) {
    if (given.codePointCount(0, given.length()) > LONGEST_CREATOR) {
      throw bad("creator", "creator must have at most 64 characters");
    }
    return given.isEmpty() ? null : given;
  }

  static @Nullable Boolean flag(JsonObject body, String name) {
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

  /**
   * Without the empty ones, which stand in examples (CF-24). What is no host is refused: one that
   * never matched, or was passed over, would open what its owner means to close.
   */
  static List<String> origins(List<String> given) {
    List<String> origins =
        given.stream()
            .map(CloudflareReader::host)
            .filter(origin -> !origin.isEmpty())
            .distinct()
            .toList();
    if (origins.size() > MOST_ORIGINS) {
      throw bad("allowedOrigins", "allowedOrigins must have at most " + MOST_ORIGINS + " members");
    }
    for (String origin : origins) {
      if (origin.length() > LONGEST_ORIGIN || !ORIGIN.matcher(origin).matches()) {
        throw bad(
            "allowedOrigins", "allowedOrigins must be hosts such as a.example or *.a.example:8080");
      }
    }
    return origins;
  }

  /** A host alone; many write a whole origin or the address of a page. */
  private static String host(String given) {
    String rest = SCHEME.matcher(given.strip()).replaceFirst("");
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
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

  /** Only what is known of it (CF-151); a {@code null} takes a member back. */
  private static @Nullable JsonObject about(JsonObject body) {
    JsonValue given = said(body, "publicDetails");
    if (given == null) {
      return null;
    }
    if (!(given instanceof JsonObject details)) {
      throw bad("publicDetails", "publicDetails must be an object");
    }
    Map<String, JsonValue> known = new LinkedHashMap<>();
    for (String name : List.of("title", "share_link", "channel_link", "logo")) {
      details
          .member(name)
          .ifPresent(value -> {
            if (!(value instanceof JsonNull)
                && text(value, "publicDetails." + name).length() > LONGEST_DETAIL) {
              throw bad("publicDetails." + name, "publicDetails." + name + " is too long");
            }
            known.put(name, value);
          });
    }
    details
        .string("logo")
        .filter(logo -> !logo.isEmpty() && !isHttps(logo))
        .ifPresent(_ -> {
          throw bad("publicDetails.logo", "publicDetails.logo must be an https URL");
        });
    details
        .member("media_id")
        .ifPresent(id -> {
          if (!(id instanceof JsonNull || (id instanceof JsonNumber number && number.isFinite()))) {
            throw bad("publicDetails.media_id", "publicDetails.media_id must be a number");
          }
          known.put("media_id", id);
        });
    return JsonValue.object(known);
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
