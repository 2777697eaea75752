package slipway.http;

import java.nio.charset.StandardCharsets;

/**
 * An answer. The server adds {@code Date}, {@code X-Request-ID}, {@code X-Content-Type-Options:
 * nosniff}, the length and the fields of the connection; it leaves away the content for {@code
 * HEAD}.
 *
 * @param status 200 to 599
 * @param reason the phrase after the status (HTTP/1 only); empty for the usual one
 */
public record Response(int status, String reason, Headers headers, Content content) {

  public Response {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("not a final status: " + status);
    }
    if (!Characters.all(reason, c -> c >= ' ' && c < 0x7F)) {
      throw new IllegalArgumentException("the reason phrase must be printable ASCII");
    }
  }

  /** An answer without content. */
  public static Response of(int status) {
    return new Response(status, "", Headers.EMPTY, Content.empty());
  }

  /** Plain text in UTF-8. */
  public static Response text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes of the given media type; they must not change any more. */
  public static Response bytes(int status, String contentType, byte[] bytes) {
    return of(status).with("Content-Type", contentType).withContent(Content.of(bytes));
  }

  /** With every field of that name replaced by this one. */
  public Response with(String name, String value) {
    return withHeaders(headers.with(name, value));
  }

  /** With one more field of that name. */
  public Response plus(String name, String value) {
    return withHeaders(headers.plus(name, value));
  }

  /** With these header fields instead of all present ones. */
  public Response withHeaders(Headers fields) {
    return new Response(status, reason, fields, content);
  }

  /** With another status and the usual phrase. */
  public Response withStatus(int other) {
    return new Response(other, "", headers, content);
  }

  /** With another phrase after the status, for example that of tus's 460. */
  public Response withReason(String phrase) {
    return new Response(status, phrase, headers, content);
  }

  /** With another content. */
  public Response withContent(Content other) {
    return new Response(status, reason, headers, other);
  }

  /** Ends the connection (HTTP/1) after this answer. */
  public Response closing() {
    return with("Connection", "close");
  }
}
