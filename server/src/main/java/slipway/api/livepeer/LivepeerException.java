package slipway.api.livepeer;

import java.util.List;

/** A refusal that only this dialect knows, with its status and words. */
final class LivepeerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<String> errors;

  LivepeerException(int status, String error) {
    this(status, List.of(error));
  }

  LivepeerException(int status, List<String> errors) {
    super(String.join("; ", errors));
    this.status = status;
    this.errors = List.copyOf(errors);
  }

  int status() {
    return status;
  }

  List<String> errors() {
    return errors;
  }
}
