package slipway.core.watermark;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A picture and how it is laid over videos. Never changes; a deleted one still marks the videos
 * that were made with it (CF-138).
 *
 * @param size bytes of the picture's file
 * @param width pixels
 * @param height pixels
 * @param opacity 0 is not to be seen, 1 hides what is behind
 * @param padding distance from the edges, as share of the frame
 * @param scale share of the frame that it fills, 0 for the picture's own size
 * @param downloadedFrom where we fetched it, if we did
 */
public record WatermarkProfile(
    UUID id,
    long account,
    String name,
    long size,
    int width,
    int height,
    double opacity,
    double padding,
    double scale,
    Position position,
    @Nullable String downloadedFrom,
    Instant createdAt,
    @Nullable Instant deletedAt) {

  /** Where it lies; the middle knows no padding. */
  public enum Position {
    UPPER_RIGHT,
    UPPER_LEFT,
    LOWER_LEFT,
    LOWER_RIGHT,
    CENTER
  }

  /** The id as videos name it, with or without hyphens; empty for what is none. */
  public static Optional<UUID> idOf(String named) {
    String hex = named.replace("-", "");
    return hex.matches("[0-9a-f]{32}")
        ? Optional.of(
            new UUID(
                Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16)))
        : Optional.empty();
  }

  /** Its owner takes it away. */
  WatermarkProfile deleted(Instant at) {
    return new WatermarkProfile(
        id,
        account,
        name,
        size,
        width,
        height,
        opacity,
        padding,
        scale,
        position,
        downloadedFrom,
        createdAt,
        at);
  }
}
