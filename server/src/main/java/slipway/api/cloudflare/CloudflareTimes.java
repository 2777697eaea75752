package slipway.api.cloudflare;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.video.Video;

/** Times as this dialect writes and reads them: RFC 3339, in UTC when we write (CF-14). */
final class CloudflareTimes {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private CloudflareTimes() {}

  /** A moment. */
  static String text(Instant at) {
    return MICROS.format(at);
  }

  /** A moment that may not be. */
  static @Nullable String textOrNull(@Nullable Instant at) {
    return at == null ? null : text(at);
  }

  /**
   * When a video was created, told apart from every other of its account by the digits behind the
   * milliseconds, so that a list that goes on from there loses none (CF-83).
   */
  static String born(Video video) {
    return text(video.createdAt().plus(video.serial() % 1000, ChronoUnit.MICROS));
  }

  /** Microseconds since 1970, as {@code VideoQuery.Field.BIRTH} counts; limited to its range. */
  static long micros(Instant at) {
    long seconds = Math.clamp(at.getEpochSecond(), -9_000_000_000_000L, 9_000_000_000_000L);
    return seconds * 1_000_000 + at.getNano() / 1000;
  }

  /** A time with any offset; empty for a text that is none. */
  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
  }
}
