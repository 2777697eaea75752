package slipway.ingest.tus;

import java.util.ArrayList;
import java.util.List;

/** What browsers are told about our doors (TUS-144 to TUS-146). */
final class TusCors {
  private TusCors() {}

  static final List<String> METHODS =
      List.of("POST", "HEAD", "PATCH", "DELETE", "OPTIONS", "GET", "PUT");

  static final List<String> REQUEST_HEADERS =
      List.of(
          "Authorization",
          "Content-Type",
          "Origin",
          "X-Requested-With",
          "X-Request-ID",
          "X-HTTP-Method-Override",
          "Tus-Resumable",
          "Upload-Length",
          "Upload-Offset",
          "Upload-Metadata",
          "Upload-Defer-Length",
          "Upload-Concat",
          "Upload-Checksum",
          "Upload-Complete",
          "Upload-Incomplete",
          "Upload-Draft-Interop-Version",
          "Idempotency-Key",
          "Content-Digest",
          "Repr-Digest",
          "Want-Repr-Digest");

  static final List<String> EXPOSED_HEADERS =
      List.of(
          "Location",
          "Upload-Offset",
          "Upload-Length",
          "Upload-Metadata",
          "Upload-Defer-Length",
          "Upload-Concat",
          "Upload-Expires",
          "Upload-Complete",
          "Upload-Incomplete",
          "Upload-Limit",
          "Upload-Draft-Interop-Version",
          "Tus-Version",
          "Tus-Resumable",
          "Tus-Extension",
          "Tus-Max-Size",
          "Tus-Checksum-Algorithm",
          "Retry-After",
          "X-Request-ID",
          "Repr-Digest");

  /** What Livepeer exposes (LP-66), in its order. */
  private static final List<String> LIVEPEER_EXPOSED =
      List.of(
          "Authorization",
          "Content-Type",
          "Location",
          "Tus-Extension",
          "Tus-Max-Size",
          "Tus-Resumable",
          "Tus-Version",
          "Upload-Concat",
          "Upload-Defer-Length",
          "Upload-Length",
          "Upload-Metadata",
          "Upload-Offset",
          "X-HTTP-Method-Override",
          "X-Requested-With",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "Forwarded");

  /** Livepeer's list, then {@code more} and what of ours it lacks. */
  static List<String> livepeerExposed(String more) {
    List<String> exposed = new ArrayList<>(LIVEPEER_EXPOSED);
    exposed.add(more);
    EXPOSED_HEADERS.stream().filter(name -> !exposed.contains(name)).forEach(exposed::add);
    return exposed;
  }

  /** Ours, and who made the video (CF-65). */
  static List<String> cloudflareRequest() {
    List<String> headers = new ArrayList<>(REQUEST_HEADERS);
    headers.add("Upload-Creator");
    return headers;
  }

  /** Ours, and the id of the video (CF-65). */
  static List<String> cloudflareExposed(String mediaId) {
    List<String> exposed = new ArrayList<>(EXPOSED_HEADERS);
    exposed.add(mediaId);
    return exposed;
  }
}
