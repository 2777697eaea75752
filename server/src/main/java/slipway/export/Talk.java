package slipway.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import slipway.json.Json;
import slipway.json.JsonException;
import slipway.json.JsonValue.JsonObject;
import slipway.outgoing.Answer;
import slipway.outgoing.Call;
import slipway.outgoing.Outgoing;

/** One question to a service and its answer as text. */
final class Talk {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");
  private static final int LONGEST_COMPLAINT = 300;

  private Talk() {}

  /**
   * Asks.
   *
   * @param who the service in a sentence
   * @throws NotTaken when it says no
   * @throws IOException when it says nothing
   */
  static String ask(Outgoing outgoing, Call call, String who) throws IOException, NotTaken {
    try (Answer answer = outgoing.send(call)) {
      String text = read(answer);
      int status = answer.status();
      if (status / 100 != 2) {
        boolean isFinal = status / 100 == 4 && status != 408 && status != 429;
        throw new NotTaken("%s answered %d%s".formatted(who, status, complaint(text)), isFinal);
      }
      return text;
    }
  }

  /** An answer as an object; anything else as an empty one. */
  static Optional<JsonObject> object(String text) {
    try {
      return Json.tree(text) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    } catch (JsonException none) {
      return Optional.empty();
    }
  }

  private static String read(Answer answer) throws IOException {
    var text = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    for (int count = answer.read(piece); count >= 0; count = answer.read(piece)) {
      text.write(piece, 0, count);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /** What a service gives as its reason, cut to what fits a sentence. */
  private static String complaint(String text) {
    String reason =
        object(text)
            .flatMap(answer ->
                answer
                    .string("Message")
                    .or(() -> answer.object("error").flatMap(error -> error.string("details")))
                    .or(() -> answer.object("error").flatMap(error -> error.string("reason"))))
            .orElse("");
    String clean = CONTROL.matcher(reason).replaceAll(" ").strip();
    return clean.isEmpty()
        ? "."
        : ": " + clean.substring(0, Math.min(LONGEST_COMPLAINT, clean.length()));
  }
}
