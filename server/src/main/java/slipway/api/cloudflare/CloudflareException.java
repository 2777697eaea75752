package slipway.api.cloudflare;

/** A refusal that only this dialect knows, with its status, code and words. */
final class CloudflareException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;
  private final String error;

  /**
   * @param error the generic text
   * @param message what is wrong with this very request
   */
  CloudflareException(int status, int code, String error, String message) {
    super(message);
    this.status = status;
    this.code = code;
    this.error = error;
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }

  String error() {
    return error;
  }
}
