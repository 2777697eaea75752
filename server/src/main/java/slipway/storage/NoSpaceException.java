package slipway.storage;

import java.io.IOException;

/** The store is full. What was durable stays, and writing can go on when there is room again. */
public final class NoSpaceException extends IOException {
  private static final long serialVersionUID = 1L;

  /** For who was told so before anything was written. */
  public NoSpaceException(String message) {
    super(message);
  }

  public NoSpaceException(String message, Throwable cause) {
    super(message, cause);
  }
}
