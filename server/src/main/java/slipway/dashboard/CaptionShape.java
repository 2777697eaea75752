package slipway.dashboard;

import java.time.Instant;
import java.util.Locale;
import slipway.core.caption.Caption;

/** A caption as our own API tells of it. */
record CaptionShape(
    long number, String language, String label, String kind, String origin, Instant updatedAt) {

  static CaptionShape of(Caption caption) {
    return new CaptionShape(
        caption.number(),
        caption.language(),
        caption.label(),
        caption.kind().name().toLowerCase(Locale.ROOT),
        caption.origin().name().toLowerCase(Locale.ROOT),
        caption.updatedAt());
  }
}
