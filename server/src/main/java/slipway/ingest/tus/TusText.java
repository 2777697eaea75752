package slipway.ingest.tus;

import slipway.http.Headers;
import slipway.http.Response;

/** A refusal as plain text. */
final class TusText {
  private TusText() {}

  static Response answer(int status, String text, Headers headers) {
    Response answer = Response.text(status, text);
    Response full = answer.withHeaders(answer.headers().orElse(headers));
    // The one status that is tus's own (TUS-103).
    return status == 460 ? full.withReason("Checksum Mismatch") : full;
  }
}
