package slipway.api.cloudflare;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.json.Json;
import slipway.json.JsonException;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonArray;
import slipway.json.JsonValue.JsonString;

/**
 * Reads what a tus creation says about a video in its {@code Upload-Metadata}: keys in any letter
 * case, all that are not known are the owner's own (CF-49 to CF-59).
 */
final class CloudflareMetadata {
  private final CloudflareReader reader;

  CloudflareMetadata(CloudflareReader reader) {
    this.reader = reader;
  }

  CloudflareSaid read(Map<String, String> metadata, Request request, Caller caller) {
    Map<String, JsonValue> own = new LinkedHashMap<>();
    Map<String, String> known = new LinkedHashMap<>();
    metadata.forEach((key, value) -> {
      switch (key.toLowerCase(Locale.ROOT)) {
        case "requiresignedurls",
            "allowedorigins",
            "thumbnailtimestamppct",
            "watermark",
            "scheduleddeletion",
            "maxdurationseconds",
            "expiry" ->
            known.put(key.toLowerCase(Locale.ROOT), value);
        case "name" -> own.put("name", new JsonString(value.strip()));
        default -> own.put(key, new JsonString(value));
      }
    });
    String watermark = value(known, "watermark");
    String deletion = value(known, "scheduleddeletion");
    String expiry = value(known, "expiry");
    String origins = value(known, "allowedorigins");
    return new CloudflareSaid(
        own.isEmpty() ? null : CloudflareReader.checked(JsonValue.object(own)),
        CloudflareReader.creator(request.headers().first("Upload-Creator").orElse("")),
        // Its presence alone says so (CF-52).
        known.containsKey("requiresignedurls") ? Boolean.TRUE : null,
        origins == null ? null : CloudflareReader.origins(list(origins)),
        share(value(known, "thumbnailtimestamppct")),
        watermark == null ? null : reader.watermark(watermark, caller),
        deletion == null ? null : CloudflareReader.deletion(deletion, reader.now()),
        /* deletesNever= */ false,
        longest(value(known, "maxdurationseconds")),
        expiry == null ? null : reader.expiry(expiry, "expiry"),
        /* about= */ null);
  }

  /** A value that is there and says something. */
  private static @Nullable String value(Map<String, String> known, String key) {
    String value = known.getOrDefault(key, "").strip();
    return value.isEmpty() ? null : value;
  }

  private @Nullable Duration longest(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw reader.notALength();
    }
    return reader.longest(new BigDecimal(text));
  }

  private static @Nullable Double share(@Nullable String text) {
    try {
      return text == null || text.length() > 40
          ? null
          : CloudflareReader.share(new BigDecimal(text));
    } catch (NumberFormatException notANumber) {
      throw bad("thumbnailtimestamppct must be between 0.0 and 1.0");
    }
  }

  /** Not documented: an array as JSON, or texts between commas (CF-53). */
  private static List<String> list(String text) {
    if (!text.startsWith("[")) {
      return List.of(text.split(","));
    }
    try {
      List<String> texts = new ArrayList<>();
      if (Json.tree(text) instanceof JsonArray(var elements)) {
        for (JsonValue element : elements) {
          texts.add(element instanceof JsonString(String origin) ? origin : "");
        }
      }
      return texts;
    } catch (JsonException broken) {
      throw bad("allowedorigins must be an array of strings");
    }
  }

  private static ProblemException bad(String message) {
    return new ProblemException(new Problem.BadField("Upload-Metadata", message));
  }
}
