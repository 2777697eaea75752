package slipway.outgoing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a call sends.
 *
 * @param type the media type, {@code null} when a header of the call says it
 * @param length bytes, or {@link #UNKNOWN}
 */
public record Sending(@Nullable String type, long length, Writer writer) {
  /** Known only at the end. */
  public static final long UNKNOWN = -1;

  /** Writes all of it, while it is sent; once for each call. */
  @FunctionalInterface
  public interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Text as UTF-8. */
  static Sending text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Sending(null, bytes.length, out -> out.write(bytes));
  }
}
