package slipway.outgoing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * What came back. The body is read from the socket only when it is asked for, so a slow reader
 * slows the other side down and memory stays bounded. Used by one thread, and closed by it.
 */
public final class Answer implements AutoCloseable {
  private final String url;
  private final ClassicHttpResponse response;
  private final CloseableHttpClient line;
  private final Watch watch;
  private final long limit;
  private final @Nullable InputStream body;
  private long received;

  /**
   * @param url from where it came, after all redirects
   * @param line the connection, which is closed with the answer
   * @param limit most bytes of the body
   */
  Answer(
      String url, ClassicHttpResponse response, CloseableHttpClient line, Watch watch, long limit)
      throws IOException {
    this.url = url;
    this.response = response;
    this.line = line;
    this.watch = watch;
    this.limit = limit;
    HttpEntity entity = response.getEntity();
    this.body = entity == null ? null : entity.getContent();
  }

  /** From where it came: what the call named, or where redirects led. */
  public String url() {
    return url;
  }

  public int status() {
    return response.getCode();
  }

  /** The first field of that name, whatever its case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }

  /** How long the body is said to be, in bytes. */
  public OptionalLong length() {
    HttpEntity entity = response.getEntity();
    long length = entity == null ? 0 : entity.getContentLength();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /**
   * Waits until bytes are there.
   *
   * @return how many were put to the array's front, or -1 at the proper end
   * @throws OutgoingException.TooLarge as soon as there is more than the call takes
   * @throws OutgoingException.TimedOut when the time is over, or nothing came for too long
   * @throws OutgoingException.Unreachable when the connection broke
   */
  public int read(byte[] into) throws OutgoingException {
    if (body == null) {
      return -1;
    }
    int count;
    try {
      count = body.read(into);
    } catch (IOException e) {
      throw Failures.told(e, watch.isOver());
    }
    if (watch.isOver()) { // some streams end quietly when their socket is closed
      throw Failures.outOfTime(null);
    }
    received += Math.max(0, count);
    if (received > limit) {
      throw new OutgoingException.TooLarge(limit);
    }
    return count;
  }

  /**
   * Hangs up; what has not been read is never read. May be called by any thread, to end the reading
   * of another.
   */
  @Override
  public void close() {
    watch.stop();
    hangUp();
  }

  /** Closes the connection and leaves the watch running, for the next step of the same call. */
  void hangUp() {
    // Not the response: closing that one reads it to its end first.
    Lines.close(line);
  }
}
