package slipway.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request: split at {@code /} first, then each segment percent-decoded exactly once.
 * Doubled and trailing slashes leave no trace in the segments (TUS-08), so a segment is never
 * empty.
 *
 * <p>A path is <em>plain</em> when every segment decodes to UTF-8 text without {@code /}, NUL and
 * other control characters and none is {@code .} or {@code ..}. Of a path that is not plain only
 * the segments before the first bad one are kept; they say in which {@link Area} it lies, which
 * answers it like an unknown path (TUS-13).
 *
 * @param raw as it was sent, without the query
 * @param segments the decoded segments; empty for {@code /}
 * @param isPlain whether every segment is harmless text
 */
public record RequestPath(String raw, List<String> segments, boolean isPlain) {

  public RequestPath {
    segments = List.copyOf(segments);
  }

  /** Splits and decodes a raw path, for example {@code /files/a%20b}. */
  public static RequestPath parse(String raw) {
    if (!raw.startsWith("/")) {
      return new RequestPath(raw, List.of(), false);
    }
    var segments = new ArrayList<String>();
    for (String part : raw.split("/", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      try {
        String segment = decode(part);
        if (!isHarmless(segment)) {
          return new RequestPath(raw, segments, false);
        }
        segments.add(segment);
      } catch (CharacterCodingException | NumberFormatException broken) {
        return new RequestPath(raw, segments, false);
      }
    }
    return new RequestPath(raw, segments, true);
  }

  private static boolean isHarmless(String segment) {
    return !segment.equals(".")
        && !segment.equals("..")
        && Characters.all(segment, c -> c != '/' && !Character.isISOControl(c));
  }

  /** RFC 3986 section 2.1; a plus sign in a path is a plus sign. */
  private static String decode(String part) throws CharacterCodingException {
    if (part.indexOf('%') < 0 && Characters.all(part, c -> c < 0x80)) {
      return part;
    }
    // Bytes above 0x7F that were sent unescaped arrive as Latin-1 characters, one for each byte.
    byte[] sent = part.getBytes(StandardCharsets.ISO_8859_1);
    var bytes = ByteBuffer.allocate(sent.length);
    for (int i = 0; i < sent.length; i++) {
      if (sent[i] != '%') {
        bytes.put(sent[i]);
        continue;
      }
      if (i + 2 >= sent.length) {
        throw new NumberFormatException("cut percent sequence");
      }
      int high = Character.digit(sent[i + 1], 16);
      int low = Character.digit(sent[i + 2], 16);
      if (high < 0 || low < 0) {
        throw new NumberFormatException("not hexadecimal");
      }
      bytes.put((byte) (high << 4 | low));
      i += 2;
    }
    return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
  }
}
