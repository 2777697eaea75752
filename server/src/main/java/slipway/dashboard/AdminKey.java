package slipway.dashboard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import slipway.core.account.KeyText;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;

/** Lets only the holder of the operator's key through. Compares hashes in constant time. */
public final class AdminKey {
  private static final String SCHEME = "bearer ";

  private final byte[] hash;

  /**
   * The one key that opens.
   *
   * @throws IllegalArgumentException when it is blank, which everybody could send
   */
  public AdminKey(String key) {
    if (key.isBlank()) {
      throw new IllegalArgumentException("an admin key is not blank");
    }
    this.hash = bytes(KeyText.hash(key));
  }

  /** The handler, behind the key. */
  Handler guard(Handler handler) {
    return request -> {
      check(request);
      return handler.handle(request);
    };
  }

  private void check(Request request) {
    Optional<String> header = request.headers().first("Authorization");
    if (header.isEmpty()) {
      throw new ProblemException(new Problem.NotAuthenticated());
    }
    String value = header.get();
    boolean bearer = value.regionMatches(/* ignoreCase= */ true, 0, SCHEME, 0, SCHEME.length());
    String given = bearer ? value.substring(SCHEME.length()).strip() : "";
    if (!MessageDigest.isEqual(hash, bytes(KeyText.hash(given)))) {
      throw new ProblemException(new Problem.UnknownKey());
    }
  }

  private static byte[] bytes(String hex) {
    return hex.getBytes(StandardCharsets.US_ASCII);
  }

  /** An answer that no cache keeps. */
  static Response json(int status, Object value) {
    return Response.bytes(status, "application/json; charset=utf-8", Json.write(value))
        .with("Cache-Control", "no-store");
  }
}
