package slipway.api.cloudflare;

import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.api.cloudflare.CloudflareShapes.Envelope;
import slipway.api.cloudflare.CloudflareShapes.Note;
import slipway.http.Response;
import slipway.json.Json;

/** How every answer of this dialect looks. */
final class CloudflareAnswers {
  /** The one media type under which SDKs read an envelope (section 20 of the contract). */
  private static final String JSON = "application/json";

  private CloudflareAnswers() {}

  /** Success: 200, also for what was created, with all four members (CF-07). */
  static Response ok(@Nullable Object result) {
    return json(200, Envelope.of(result));
  }

  /**
   * Failure: the generic text among the errors, the specific one among the messages, under the same
   * code (CF-08, CF-09).
   */
  static Response failure(int status, int code, String error, @Nullable String message) {
    List<Note> messages = message == null ? List.of() : List.of(new Note(code, message));
    return json(status, Envelope.failed(List.of(new Note(code, error)), messages));
  }

  static Response json(int status, Object body) {
    return Response.bytes(status, JSON, Json.write(body)).with("Cache-Control", "no-store");
  }
}
