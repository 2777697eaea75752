package slipway.api.cloudflare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.api.cloudflare.CloudflareShapes.Envelope;
import slipway.api.cloudflare.CloudflareShapes.Note;
import slipway.http.Content;
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
   * Success whose result is a long array: each element is made when its turn to be sent has come,
   * so that the answer never lies in memory as a whole (CF-82).
   *
   * @param around the envelope of an empty array
   */
  static <T> Response list(Envelope around, Iterable<T> elements, Function<? super T, ?> shape) {
    String text = Json.writeText(around);
    int inside = text.indexOf('[') + 1;
    Content.Writer writer =
        out -> {
          out.write(text.substring(0, inside).getBytes(UTF_8));
          boolean first = true;
          for (T element : elements) {
            if (!first) {
              out.write(',');
            }
            first = false;
            out.write(Json.write(shape.apply(element)));
          }
          out.write(text.substring(inside).getBytes(UTF_8));
        };
    return Response.of(200)
        .with("Content-Type", JSON)
        .with("Cache-Control", "no-store")
        .withContent(new Content.Stream(writer, Content.Stream.UNKNOWN));
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
