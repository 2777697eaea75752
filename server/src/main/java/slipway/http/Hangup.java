package slipway.http;

/**
 * Thrown by a {@link Handler} that wants the connection (HTTP/2: the stream) ended without an
 * answer, as a displaced writer of the IETF dialect must (TUS-159).
 */
public final class Hangup extends RuntimeException {

  /** A hang-up with the reason that goes to the log; the client never sees it. */
  public Hangup(String reason) {
    super(reason, null, false, false);
  }
}
