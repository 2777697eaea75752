package slipway.core.download;

import java.time.Instant;
import java.util.UUID;

/** An offer to take a video away as one file (CF-130). */
public record Download(UUID video, Kind kind, Instant offeredAt) {

  /** What is in the file. */
  public enum Kind {
    /** Picture and sound, in the best rendition. */
    WHOLE,
    /** Sound alone. */
    SOUND
  }
}
