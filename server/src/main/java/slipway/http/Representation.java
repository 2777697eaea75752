package slipway.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A thing to be read, such as a segment or a picture: knows its length and strong ETag, and answers
 * GET and HEAD with conditions and a single range (RFC 9110 sections 13 and 14). Several ranges in
 * one request are answered with the whole (allowed by section 14.2).
 *
 * @param length in bytes
 * @param etag opaque tag without quotes: equal tags promise equal bytes
 * @param headers more fields for every answer, for example {@code Cache-Control}
 * @param slicer cuts the bytes that are asked for
 */
public record Representation(
    String contentType, long length, String etag, Headers headers, Slicer slicer) {

  /** Cuts a run of bytes out of the whole. */
  @FunctionalInterface
  public interface Slicer {
    /** Content of exactly {@code length} bytes starting at {@code from}; both lie in the whole. */
    Content slice(long from, long length) throws IOException;
  }

  public Representation {
    if (length < 0) {
      throw new IllegalArgumentException("negative length");
    }
    boolean valid = Characters.all(etag, c -> c == 0x21 || (c >= 0x23 && c <= 0x7E));
    if (!valid) {
      throw new IllegalArgumentException("not an entity tag");
    }
  }

  /** A representation made of parts. */
  public static Representation of(String contentType, String etag, List<Part> parts) {
    long length = 0;
    for (Part part : parts) {
      length += part.length();
    }
    List<Part> whole = List.copyOf(parts);
    return new Representation(
        contentType,
        length,
        etag,
        Headers.EMPTY,
        (from, count) -> Content.of(cut(whole, from, count)));
  }

  /** With one more header field, for example {@code Cache-Control}. */
  public Representation with(String name, String value) {
    return new Representation(contentType, length, etag, headers.with(name, value), slicer);
  }

  /** The answer to a GET or HEAD: 200, 206, 304, 412 or 416. */
  public Response answer(Request request) throws IOException {
    Headers asked = request.headers();
    String quoted = "\"" + etag + "\"";
    if (asked.has("If-Match") && !names(asked.list("If-Match"), quoted, false)) {
      return Response.of(412).withHeaders(common(quoted));
    }
    if (names(asked.list("If-None-Match"), quoted, true)) {
      return Response.of(304).withHeaders(common(quoted));
    }
    // A date in If-Range never matches: we send no Last-Modified to compare it with.
    boolean rangeCounts =
        request.method().equals("GET")
            && asked.first("If-Range").map(validator -> validator.equals(quoted)).orElse(true);
    Optional<String> field = rangeCounts ? asked.first("Range") : Optional.empty();
    return switch (ByteRange.parse(field.orElse(""), length)) {
      case ByteRange.Whole() -> respond(200, quoted, 0, length);
      case ByteRange.Unsatisfiable() ->
          Response.of(416).withHeaders(common(quoted)).with("Content-Range", "bytes */" + length);
      case ByteRange.Slice(long from, long count) ->
          respond(206, quoted, from, count)
              .with("Content-Range", "bytes " + from + "-" + (from + count - 1) + "/" + length);
    };
  }

  private Response respond(int status, String quoted, long from, long count) throws IOException {
    return Response.of(status)
        .withHeaders(common(quoted))
        .with("Content-Type", contentType)
        .withContent(slicer.slice(from, count));
  }

  private Headers common(String quoted) {
    return headers.with("Accept-Ranges", "bytes").with("ETag", quoted);
  }

  /** Weak comparison looks past a {@code W/} mark, strong never matches one. */
  private static boolean names(List<String> tags, String quoted, boolean weakly) {
    return !tags.isEmpty()
        && tags.stream()
            .anyMatch(tag ->
                tag.equals("*") || tag.equals(quoted) || (weakly && tag.equals("W/" + quoted)));
  }

  /** The parts that hold {@code count} bytes from {@code from} on; both lie in the whole. */
  public static List<Part> cut(List<Part> parts, long from, long count) {
    var slices = new ArrayList<Part>();
    long skip = from;
    long left = count;
    for (Part part : parts) {
      if (left == 0) {
        break;
      }
      if (skip >= part.length()) {
        skip -= part.length();
        continue;
      }
      long take = Math.min(left, part.length() - skip);
      slices.add(take == part.length() ? part : part.slice(skip, take));
      skip = 0;
      left -= take;
    }
    return slices;
  }
}
