package slipway.ingest.tus;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.http.Body;
import slipway.http.Headers;
import slipway.testing.StagedBody;

/**
 * A request of a table: {@code PATCH at 5 | Upload-Length: 10 | "56789"}. First the method, the
 * target if it is not the usual one, where the bytes begin, and in the IETF's dialect whether they
 * are the last; then fields and the body. {@code -Name} leaves out a field that is sent otherwise.
 *
 * @param target empty for the usual one
 * @param without fields that are not sent although they are otherwise
 */
record SuiteRequest(
    String method, String target, Headers headers, List<String> without, Body body) {
  private static final Pattern BODY =
      Pattern.compile("(?<how>chunked |stalled )?\"(?<text>[^\"]*)\"(?<rest>.*)");
  private static final Pattern COUNT = Pattern.compile("(\\d+) bytes");

  SuiteRequest {
    without = List.copyOf(without);
  }

  /**
   * Reads one.
   *
   * @param partial the media type of bytes in its dialect
   */
  static SuiteRequest of(String text, String partial) {
    String[] parts = text.split(" \\| ", -1);
    String[] words = parts[0].split(" ", -1);
    String target = "";
    Headers headers = Headers.EMPTY;
    for (int i = 1; i < words.length; i++) {
      if (words[i].equals("at")) {
        headers = headers.plus("Content-Type", partial).plus("Upload-Offset", words[++i]);
      } else if (words[i].startsWith("?")) {
        headers = headers.plus("Upload-Complete", words[i]);
      } else {
        target = words[i];
      }
    }
    List<String> without = new ArrayList<>();
    Body body = Body.of(new byte[0]);
    for (String part : List.of(parts).subList(1, parts.length)) {
      Matcher bytes = BODY.matcher(part);
      Matcher count = COUNT.matcher(part);
      if (part.startsWith("-")) {
        without.add(part.substring(1));
      } else if (bytes.matches()) {
        body = body(bytes.group("how"), bytes.group("text"), bytes.group("rest"));
      } else if (count.matches()) {
        body = Body.of(TusClient.bytes("0".repeat(Integer.parseInt(count.group(1)))));
      } else {
        int colon = part.indexOf(": ");
        headers = headers.plus(part.substring(0, colon), part.substring(colon + 2));
      }
    }
    return new SuiteRequest(words[0], target, headers, without, body);
  }

  private static Body body(@Nullable String how, String text, String rest) {
    if (how == null) {
      return Body.of(TusClient.bytes(text));
    }
    if (how.equals("stalled ")) {
      StagedBody body = StagedBody.declaring(Long.parseLong(rest.substring(" of ".length())));
      return text.isEmpty() ? body : body.give(text);
    }
    StagedBody body = StagedBody.chunked().give(text);
    if (rest.isEmpty()) {
      return body.end();
    }
    String trailer = rest.substring(" trailing ".length());
    int colon = trailer.indexOf(": ");
    return body.end(Headers.of(trailer.substring(0, colon), trailer.substring(colon + 2)));
  }

  /** Whether its body goes on later. */
  boolean isStalled() {
    return body instanceof StagedBody staged && staged.declaredLength().isPresent();
  }
}
