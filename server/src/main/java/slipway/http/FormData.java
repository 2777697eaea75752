package slipway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small form ({@code multipart/form-data}, RFC 7578) held in memory, in the order in which it was
 * sent. Names of files are never used as such, and what a part says of its type is not believed.
 *
 * @param fields parts with a name; others are passed over
 */
public record FormData(List<Field> fields) {
  private static final int MOST_FIELDS = 100;
  private static final int LONGEST_HEAD = 8 * 1024;

  /** Boundaries and heads of the parts come on top of what they hold. */
  private static final int OVERHEAD = 64 * 1024;

  /** How the type begins; what comes after the boundary is not looked at. */
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "(?i)multipart/form-data\\s*+;.*?boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))");

  private static final Pattern NAME = Pattern.compile("(?i);\\s*name=(?:\"([^\"]*)\"|([^;\\s]+))");
  private static final Pattern FILE_NAME = Pattern.compile("(?i);\\s*filename\\*?=");

  public FormData {
    fields = List.copyOf(fields);
  }

  /** One part. */
  public static final class Field {
    private final String name;
    private final boolean isFile;
    private final byte[] bytes;

    private Field(String name, boolean isFile, byte[] bytes) {
      this.name = name;
      this.isFile = isFile;
      this.bytes = bytes;
    }

    public String name() {
      return name;
    }

    /** Whether it was sent with a file name. */
    public boolean isFile() {
      return isFile;
    }

    /** What it holds; nobody else changes it. */
    public byte[] bytes() {
      return bytes;
    }

    /** As text in UTF-8. */
    public String text() {
      return new String(bytes, UTF_8);
    }
  }

  /** The first part of that name. */
  public Optional<Field> first(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /**
   * Reads a request's body.
   *
   * @param most bytes that all parts together may hold
   * @throws BodyException.Malformed when it is no such form, or breaks off
   * @throws BodyException.TooLarge when it is larger
   */
  public static FormData read(Request request, int most) throws IOException {
    Matcher boundary = BOUNDARY.matcher(request.headers().first("Content-Type").orElse(""));
    if (!boundary.lookingAt()) {
      throw new BodyException.Malformed("the body must be multipart/form-data with a boundary");
    }
    String mark = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    return new FormData(parts(request.body().readAll(most + OVERHEAD), mark));
  }

  private static List<Field> parts(byte[] body, String boundary) throws BodyException {
    byte[] delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
    byte[] first = ("--" + boundary).getBytes(ISO_8859_1);
    int at = startsWith(body, 0, first) ? first.length : after(body, 0, delimiter);
    List<Field> fields = new ArrayList<>();
    int parts = 0;
    while (!startsWith(body, at, new byte[] {'-', '-'})) {
      if (++parts > MOST_FIELDS) {
        throw new BodyException.Malformed("a form has at most " + MOST_FIELDS + " parts");
      }
      int head = after(body, at, new byte[] {'\r', '\n'});
      int content =
          startsWith(body, head, new byte[] {'\r', '\n'})
              ? head + 2
              : after(body, head, "\r\n\r\n".getBytes(ISO_8859_1));
      if (content - head > LONGEST_HEAD) {
        throw new BodyException.Malformed("the head of a part is too long");
      }
      int end = indexOf(body, content, delimiter);
      field(new String(body, head, content - head, UTF_8), body, content, end)
          .ifPresent(fields::add);
      at = end + delimiter.length;
    }
    return fields;
  }

  private static Optional<Field> field(String head, byte[] body, int from, int to) {
    for (String line : head.split("\r\n", -1)) {
      if (line.regionMatches(/* ignoreCase= */ true, 0, "content-disposition:", 0, 20)) {
        Matcher name = NAME.matcher(line);
        return name.find()
            ? Optional.of(
                new Field(
                    name.group(1) == null ? name.group(2) : name.group(1),
                    FILE_NAME.matcher(line).find(),
                    Arrays.copyOfRange(body, from, to)))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static int after(byte[] body, int from, byte[] mark) throws BodyException {
    return indexOf(body, from, mark) + mark.length;
  }

  private static int indexOf(byte[] body, int from, byte[] mark) throws BodyException {
    for (int i = from; i + mark.length <= body.length; i++) {
      if (startsWith(body, i, mark)) {
        return i;
      }
    }
    throw new BodyException.Malformed("the form breaks off");
  }

  private static boolean startsWith(byte[] body, int at, byte[] mark) {
    if (at + mark.length > body.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if (body[at + i] != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
