package slipway.migration.vendor;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/** Reads what vendors say; what is not as it should be is as if it were not there. */
final class Said {
  private static final Pattern UUID_DIGITS = Pattern.compile("[0-9a-f]{32}");
  private static final BigDecimal MOST_MILLIS = BigDecimal.valueOf(4_102_444_800_000L); // 2100

  private Said() {}

  static List<JsonObject> objects(List<JsonValue> values) {
    return values.stream()
        .flatMap(value -> value instanceof JsonObject object ? Stream.of(object) : Stream.empty())
        .toList();
  }

  static List<JsonObject> objects(JsonObject of, String member) {
    return objects(of.elements(member).orElse(List.of()));
  }

  static List<String> texts(JsonObject of, String member) {
    return of.elements(member).orElse(List.of()).stream()
        .flatMap(value -> value instanceof JsonString(String text) ? Stream.of(text) : null)
        .toList();
  }

  /** A text that is not empty. */
  static Optional<String> text(JsonObject of, String member) {
    return of.string(member).filter(text -> !text.isBlank());
  }

  /** A text, or a whole number as one. */
  static Optional<String> id(JsonObject of, String member) {
    return of.member(member)
        .flatMap(value ->
            switch (value) {
              case JsonString(String text) when !text.isBlank() -> Optional.of(text);
              case JsonNumber number when number.isWhole() && number.isFinite() ->
                  number.value().precision() - number.value().scale() > 20
                      ? Optional.empty()
                      : Optional.of(number.value().toBigInteger().toString());
              default -> Optional.empty();
            });
  }

  /** RFC 3339. */
  static @Nullable Instant time(JsonObject of, String member) {
    try {
      return text(of, member).map(text -> OffsetDateTime.parse(text).toInstant()).orElse(null);
    } catch (DateTimeException none) {
      return null;
    }
  }

  /** Unix milliseconds. */
  static @Nullable Instant millis(Optional<BigDecimal> number) {
    return number
        .filter(value -> value.signum() >= 0 && value.compareTo(MOST_MILLIS) < 0)
        .map(value -> Instant.ofEpochMilli(value.longValue()))
        .orElse(null);
  }

  /** A UUID with or without dashes. */
  static @Nullable UUID uuid(String text) {
    String digits = text.replace("-", "").toLowerCase(Locale.ROOT);
    if (!UUID_DIGITS.matcher(digits).matches()) {
      return null;
    }
    return new UUID(
        HexFormat.fromHexDigitsToLong(digits, 0, 16),
        HexFormat.fromHexDigitsToLong(digits, 16, 32));
  }

  /** An address that can be fetched. */
  static Optional<String> url(JsonObject of, String member) {
    return text(of, member).filter(url -> url.startsWith("https://") || url.startsWith("http://"));
  }
}
