package slipway.ingest.tus;

import slipway.core.upload.UploadSettings;

/** What {@code Upload-Limit} says (TUS-250): a dictionary of RFC 9651 with whole numbers. */
final class UploadLimit {
  private UploadLimit() {}

  /** Bytes, and the seconds an unfinished upload waits for its next byte (TUS-101). */
  static String of(UploadSettings settings, long maxBytes) {
    return "max-size=%d, max-age=%d".formatted(maxBytes, settings.keepUnfinished().toSeconds());
  }
}
