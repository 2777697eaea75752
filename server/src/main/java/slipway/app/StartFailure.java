package slipway.app;

/** Why the server cannot start, in sentences for the operator. */
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartFailure(String sentences, Throwable cause) {
    super(sentences, cause);
  }
}
