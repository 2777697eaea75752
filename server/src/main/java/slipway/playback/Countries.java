package slipway.playback;

import java.util.Optional;
import slipway.http.Request;

/**
 * From which country a request comes, as far as the operator lets us know (CF-112). Safe for any
 * thread and quick: it is asked for every segment.
 */
@FunctionalInterface
public interface Countries {

  /** ISO 3166-1 alpha-2 in upper case; empty when unknown. */
  Optional<String> of(Request request);

  /** Where nobody can tell. */
  static Countries unknown() {
    return request -> Optional.empty();
  }
}
