package slipway.ingest.direct;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.BodyException;
import slipway.http.Chunk;
import slipway.http.Request;

/**
 * The parts of a form, one after the other, in memory that does not grow with them (RFC 7578). The
 * parser is Apache's: it reads from a blocking stream into one buffer and knows no temporary files.
 * Used by one thread.
 */
final class Form implements Closeable {
  /** Everything but the file: fields, headers of parts, boundaries. */
  static final long MOST_AROUND = 1 << 20;

  /** Forms with more parts are not what a browser made of a page. */
  private static final int MOST_PARTS = 2000;

  private static final int MOST_HEADER = 8 * 1024;

  /** RFC 2046, section 5.1.1. */
  private static final int LONGEST_BOUNDARY = 70;

  private static final int BUFFER = 64 * 1024;

  private final BodyInput bytes;
  private final MultipartInput parts;
  private final byte[] buffer = new byte[256 * 1024];
  private Map<String, String> disposition = Map.of();
  private @Nullable InputStream open;
  private long around;
  private int seen;

  private Form(BodyInput bytes, MultipartInput parts) {
    this.bytes = bytes;
    this.parts = parts;
  }

  /**
   * The form in a request's body; nothing of it is read yet.
   *
   * @throws ProblemException {@link Problem.BadRequest} when the body is no form
   */
  static Form of(Request request) throws IOException {
    BodyInput bytes = new BodyInput(request.body());
    MultipartInput parts =
        MultipartInput.builder()
            .setInputStream(bytes)
            .setBufferSize(BUFFER)
            .setBoundary(boundary(request).getBytes(StandardCharsets.ISO_8859_1))
            .setPartHeaderSizeMax(MOST_HEADER)
            .get();
    parts.setHeaderCharset(StandardCharsets.UTF_8);
    return new Form(bytes, parts);
  }

  private static String boundary(Request request) {
    String type = request.headers().first("Content-Type").orElse("").strip();
    if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
      throw bad("the body is no form; multipart/form-data is needed");
    }
    String boundary = parameters(type).get("boundary");
    if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
      throw bad("the Content-Type names no boundary of 1 to 70 characters");
    }
    return boundary;
  }

  /**
   * Goes on to the next part of this name, past all others.
   *
   * @return whether there is one; if not, the form has come to its proper end
   */
  boolean skipTo(String name) throws IOException {
    return skipTo(Set.of(name)) != null;
  }

  /** Goes on to the next part of any of these names; null when there is none, as above. */
  @Nullable String skipTo(Set<String> names) throws IOException {
    try {
      while (nextPart()) {
        String name = disposition.get("name");
        if (name != null && names.contains(name)) {
          return name;
        }
        pass();
      }
      return null;
    } catch (IOException broken) {
      throw told(broken);
    }
  }

  /** What the part's file is called where it comes from, as it was sent. */
  Optional<String> fileName() {
    return Optional.ofNullable(disposition.get("filename"));
  }

  /** The next bytes of the part that was skipped to; null at its proper end. */
  @Nullable Chunk next() throws IOException {
    InputStream part = open;
    if (part == null) {
      return null;
    }
    int count;
    try {
      count = part.readNBytes(buffer, 0, buffer.length);
    } catch (MultipartInput.MalformedStreamException broken) {
      // Cut off, or what should be a boundary is none: to the receiver a body that broke.
      throw bytes.failure().orElseGet(BodyException.Malformed::new);
    }
    if (count == 0) {
      open = null;
      return null;
    }
    return new Piece(count, new ByteBuffer[] {ByteBuffer.wrap(buffer, 0, count)});
  }

  /**
   * All of the part that was skipped to, as text.
   *
   * @param most bytes
   * @throws ProblemException {@link Problem.BadRequest} when there are more
   */
  String text(int most) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (Chunk chunk = next(); chunk != null; chunk = next()) {
      if (text.size() + chunk.length() > most) {
        throw bad("a text of the form has more than " + most + " bytes");
      }
      for (ByteBuffer piece : chunk.buffers()) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        text.writeBytes(bytes);
      }
    }
    count(text.size());
    return text.toString(StandardCharsets.UTF_8);
  }

  private boolean nextPart() throws IOException {
    boolean more = seen == 0 ? parts.skipPreamble() : parts.readBoundary();
    if (!more) {
      if (bytes.failure().isPresent()) {
        throw bytes.failure().get();
      }
      return false;
    }
    if (++seen > MOST_PARTS) {
      throw bad("the form has more than " + MOST_PARTS + " parts");
    }
    String headers = parts.readHeaders();
    count(headers.length());
    disposition = disposition(headers);
    open = parts.newInputStream();
    return true;
  }

  private void pass() throws IOException {
    InputStream part = open;
    while (part != null) {
      int count = part.read(buffer, 0, buffer.length);
      if (count < 0) {
        open = null;
        return;
      }
      count(count);
    }
  }

  private void count(long more) {
    around += more;
    if (around > MOST_AROUND) {
      throw new ProblemException(new Problem.BodyTooLarge(MOST_AROUND));
    }
  }

  private static Map<String, String> disposition(String headers) {
    for (String line : headers.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase("Content-Disposition")) {
        return parameters(line.substring(colon + 1));
      }
    }
    return Map.of();
  }

  private static Map<String, String> parameters(String field) {
    ParameterParser parser = new ParameterParser();
    parser.setLowerCaseNames(true);
    return parser.parse(field, ';');
  }

  private IOException told(IOException broken) {
    if (broken instanceof FileUploadSizeException) {
      throw bad("a part of the form has headers of more than " + MOST_HEADER + " bytes");
    }
    if (bytes.failure().isPresent()) {
      return bytes.failure().get();
    }
    if (broken instanceof MultipartInput.MalformedStreamException) {
      throw bad("the form is malformed or ends before its last boundary");
    }
    return broken;
  }

  private static ProblemException bad(String message) {
    return new ProblemException(new Problem.BadRequest(message));
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared, never shown
  private record Piece(long length, ByteBuffer[] buffers) implements Chunk {
    @Override
    public void close() {}
  }
}
