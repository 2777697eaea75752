package slipway.ingest;

import java.io.IOException;

/** A {@link ByteStream} ended before its end; the bytes that came are good. */
public final class BrokenStream extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a message that is safe to show. */
  public BrokenStream(String message, Throwable cause) {
    super(message, cause);
  }
}
