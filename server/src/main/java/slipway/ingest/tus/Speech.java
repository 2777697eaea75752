package slipway.ingest.tus;

import java.util.Set;
import slipway.http.Headers;

/** Which protocol a request speaks (contract, section 1). */
sealed interface Speech {

  /** The draft's versions that are understood. */
  Set<String> VERSIONS = Set.of("3", "4", "5", "6", "7", "8");

  /** tus 1.0. */
  record Tus() implements Speech {}

  /**
   * Resumable Uploads for HTTP.
   *
   * @param version the draft's interop version, 3 to 8; 0 when the client names none, or one that
   *     is not known; then the newest rules hold and no interim answer is sent (TUS-03, TUS-04)
   */
  record Ietf(int version) implements Speech {

    /** Whether {@code Upload-Incomplete} says it the other way round, as the first drafts did. */
    boolean isInverted() {
      return version == 3;
    }

    /** Whether {@code GET} tells the offset, too. */
    boolean asksByGet() {
      return version == 0 || version >= 8;
    }

    /** Whether the media type of appended bytes and {@code Upload-Limit} are known. */
    boolean isTyped() {
      return version == 0 || version >= 6;
    }
  }

  /** Nothing says which. */
  record Unmarked() implements Speech {}

  /** TUS-01 to TUS-04. */
  static Speech of(Headers headers) {
    String version = headers.first("Upload-Draft-Interop-Version").orElse("").strip();
    if (VERSIONS.contains(version)) {
      return new Ietf(Integer.parseInt(version));
    }
    if (headers.has("Tus-Resumable")) {
      return new Tus();
    }
    boolean marked =
        !version.isEmpty()
            || headers.has("Upload-Complete")
            || headers.has("Upload-Incomplete")
            || IetfHeaders.isPartialUpload(headers);
    return marked ? new Ietf(0) : new Unmarked();
  }
}
