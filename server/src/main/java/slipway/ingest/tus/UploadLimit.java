package slipway.ingest.tus;

import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.upload.UploadSettings;

/** What {@code Upload-Limit} says (TUS-250): a dictionary of RFC 9651 with whole numbers. */
final class UploadLimit {
  private UploadLimit() {}

  /** Of an upload that is to be created: bytes, and the seconds that it waits for each byte. */
  static String of(UploadSettings settings, long maxBytes) {
    return most(maxBytes) + ", max-age=" + settings.keepUnfinished().toSeconds();
  }

  /** Of an upload: bytes, and the seconds until it ends unless more come (TUS-101). */
  static String of(TakeBytes take, Upload upload) {
    return most(take.bounds().mostBytes(upload))
        + ", max-age="
        + take.find().timeLeft(upload).toSeconds();
  }

  /** The one that was met (TUS-252). */
  static String most(long maxBytes) {
    return "max-size=" + maxBytes;
  }
}
