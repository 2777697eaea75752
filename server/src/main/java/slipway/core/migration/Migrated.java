package slipway.core.migration;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the ledger: this foreign video is that video of ours, for ever.
 *
 * @param video ours, even if it was deleted since
 * @param taken which file was taken, in words for a person: the original, or what the vendor gave
 * @param details JSON text of what else the vendor knew of it, {@code null} for nothing
 * @param at when it was entered
 * @param whole whether what belongs to it came after its file, such as captions
 */
public record Migrated(
    Foreign foreign,
    UUID video,
    String taken,
    @Nullable String details,
    Instant at,
    boolean whole) {

  /** One of which only the file is on its way. */
  public Migrated(Foreign foreign, UUID video, String taken, @Nullable String details, Instant at) {
    this(foreign, video, taken, details, at, /* whole= */ false);
  }

  /** Another file is taken now. */
  Migrated taking(String other) {
    return new Migrated(foreign, video, other, details, at, whole);
  }

  /** All that belongs to it has come. */
  Migrated asWhole() {
    return new Migrated(foreign, video, taken, details, at, /* whole= */ true);
  }
}
