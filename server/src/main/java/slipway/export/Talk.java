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
  private static final int LONGEST_NAME = 255;

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
        throw new NotTaken(
            "%s answered %d%s".formatted(who, status, complaint(text)), isFinal, status);
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

  /** What fits where services take 255 characters. */
  static String name(String name) {
    int end = Math.min(LONGEST_NAME, name.length());
    boolean splits = end < name.length() && Character.isHighSurrogate(name.charAt(end - 1));
    return name.substring(0, splits ? end - 1 : end);
  }

  private static String read(Answer answer) throws IOException {
    var text = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    for (int count = answer.read(piece); count >= 0; count = answer.read(piece)) {
      text.write(piece, 0, count);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /** What a service gives as its reason: Kubo, the Pinning Service API, and Pinata. */
  private static String complaint(String text) {
    return because(object(text).flatMap(Talk::reason));
  }

  private static Optional<String> reason(JsonObject answer) {
    Optional<JsonObject> error = answer.object("error");
    return answer
        .string("Message")
        .or(() -> error.flatMap(why -> why.string("details")))
        .or(() -> error.flatMap(why -> why.string("reason")))
        .or(() -> answer.string("error"))
        .or(() -> answer.string("message"));
  }

  /** The end of a sentence: a stranger's reason, cut to what fits, or a full stop. */
  static String because(Optional<String> reason) {
    String clean = CONTROL.matcher(reason.orElse("")).replaceAll(" ").strip();
    return clean.isEmpty()
        ? "."
        : ": " + clean.substring(0, Math.min(LONGEST_COMPLAINT, clean.length()));
  }
}
