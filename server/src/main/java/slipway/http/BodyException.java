package slipway.http;

import java.io.IOException;
import java.time.Duration;

/**
 * Why a request body ended before its end. Every byte that had arrived by then has been handed out
 * by {@link Body#next()} before this is thrown (TUS-170). Messages are safe to show.
 */
public abstract sealed class BodyException extends IOException {

  private BodyException(String message) {
    super(message);
  }

  /** The client closed or reset the connection or the stream; nobody reads an answer. */
  public static final class ClientGone extends BodyException {
    public ClientGone() {
      super("the client went away in the middle of the body");
    }
  }

  /** No byte arrived for the idle time-out while the handler waited for one (TUS-173). */
  public static final class IdleTimeout extends BodyException {
    public IdleTimeout() {
      super("no byte of the body arrived in time");
    }
  }

  /** The server shuts down (TUS-176). */
  public static final class ServerStopping extends BodyException {
    public ServerStopping() {
      super("the server is shutting down");
    }
  }

  /** Somebody called {@link Body#stop(String)}. */
  public static final class Stopped extends BodyException {
    /** With the reason given to {@code stop}. */
    public Stopped(String reason) {
      super(reason);
    }
  }

  /** The framing of the body is broken, for example a chunk size that is no number (TUS-206). */
  public static final class Malformed extends BodyException {
    public Malformed() {
      super("the body is malformed");
    }

    /** With what is wrong with it. */
    public Malformed(String message) {
      super(message);
    }
  }

  /** The server has no memory for the body at the moment; nothing is wrong with the request. */
  public static final class NoRoom extends BodyException {
    private final Duration retryAfter;

    /** With when to come again. */
    public NoRoom(Duration retryAfter) {
      super("the server has no memory for the body now");
      this.retryAfter = retryAfter;
    }

    /** When the same request may work. */
    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /** {@link Body#readAll(int)} met more bytes than it may take. */
  public static final class TooLarge extends BodyException {
    private final long limit;

    /** With the limit in bytes. */
    public TooLarge(long limit) {
      super("the body is larger than " + limit + " bytes");
      this.limit = limit;
    }

    /** The limit in bytes. */
    public long limit() {
      return limit;
    }
  }
}
