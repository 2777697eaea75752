package slipway.api.cloudflare;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import slipway.core.account.Authenticate;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Attribute;
import slipway.http.Request;

/** Finds out who calls, for the account that the path names (section 1 of the contract). */
final class CloudflareCallers {
  /** Set as soon as a key is known, whatever it may do: its pages may read also why it may not. */
  private static final Attribute<Caller> CALLER = new Attribute<>(Caller.class);

  /** {@code client}, {@code v4}, {@code accounts}, the account and {@code stream} before it. */
  private static final int UID_AT = 5;

  private static final String BEARER = "bearer ";

  private final Authenticate authenticate;

  CloudflareCallers(Authenticate authenticate) {
    this.authenticate = authenticate;
  }

  /**
   * The caller.
   *
   * @param changes whether something may change; a key that browsers hold only reads, and only
   *     single videos (CF-06)
   * @throws ProblemException {@link Problem.NotAuthenticated}, {@link Problem.UnknownKey}, or
   *     {@link Problem.NotAllowed} when the key belongs to another account (CF-05)
   */
  Caller caller(Request request, boolean changes) {
    String secret =
        bearer(request)
            .or(() -> emailAndKey(request))
            .orElseThrow(() -> new ProblemException(new Problem.NotAuthenticated()));
    Caller caller = authenticate.byKey(secret);
    request.put(CALLER, caller);
    if (!caller.account().accountId().equals(request.parameter("account"))) {
      throw notAllowed("the key belongs to another account");
    }
    if (caller.key().access().restricted() && (changes || !isAboutOneVideo(request))) {
      throw notAllowed("the key may only read single videos");
    }
    return caller;
  }

  /** Below {@code …/stream/{uid}}: no list, no keys and no secret of a webhook. */
  private static boolean isAboutOneVideo(Request request) {
    List<String> path = request.path().segments();
    return path.size() > UID_AT && CloudflareIds.parse(path.get(UID_AT)).isPresent();
  }

  /**
   * Whether a page of that origin may read the answer: only with a key made for such pages, and
   * every page where nobody was recognised. Such a refusal tells nothing of an account, and a page
   * that could not read it would see a broken connection and try again (TUS-56).
   */
  static boolean mayRead(Request request, String origin) {
    return request
        .get(CALLER)
        .map(caller -> caller.key().access().allowsOrigin(origin))
        .orElse(true);
  }

  /** The scheme in any letter case, as the documentation's own backend sends it (CF-03). */
  private static Optional<String> bearer(Request request) {
    String field = request.headers().first("Authorization").orElse("").strip();
    return field.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? Optional.of(field.substring(BEARER.length()).strip()).filter(key -> !key.isEmpty())
        : Optional.empty();
  }

  /** The older pair; here the key alone says whose it is (CF-04). */
  private static Optional<String> emailAndKey(Request request) {
    return request
        .headers()
        .first("X-Auth-Key")
        .map(String::strip)
        .filter(key -> !key.isEmpty() && request.headers().has("X-Auth-Email"));
  }

  private static ProblemException notAllowed(String message) {
    return new ProblemException(new Problem.NotAllowed(message));
  }
}
