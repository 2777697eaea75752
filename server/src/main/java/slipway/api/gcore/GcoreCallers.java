package slipway.api.gcore;

import java.util.Locale;
import slipway.core.account.Authenticate;
import slipway.core.account.Caller;
import slipway.core.account.KeyAccess;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Attribute;
import slipway.http.Origin;
import slipway.http.Request;

/** Finds out who calls (section 1 of the contract). */
final class GcoreCallers {
  /** Set once a caller has passed every check, so that the answer may be read by its page. */
  private static final Attribute<Caller> CALLER = new Attribute<>(Caller.class);

  private final Authenticate authenticate;
  private final GcoreTokens tokens;
  private final Origin ourselves;

  /** {@code ourselves} is the public origin; pages of ours make no cross-origin requests. */
  GcoreCallers(Authenticate authenticate, GcoreTokens tokens, Origin ourselves) {
    this.authenticate = authenticate;
    this.tokens = tokens;
    this.ourselves = ourselves;
  }

  /**
   * The caller of a path.
   *
   * @throws ProblemException {@link Problem.NotAuthenticated} without a key or with a scheme that
   *     is none of ours, {@link Problem.UnknownKey} (GC-09)
   */
  Caller caller(Request request) {
    String[] words =
        request.headers().first("Authorization").orElse("").strip().split("\\s+", /* limit= */ 2);
    String secret = words.length < 2 ? "" : words[1].strip();
    Caller caller = switch (words[0].toLowerCase(Locale.ROOT)) { // GC-06
          case "apikey" -> authenticate.byKey(secret);
          case "bearer" -> signedIn(secret);
          default -> throw new ProblemException(new Problem.NotAuthenticated());
        };
    checkPage(request, caller.key().access());
    request.put(CALLER, caller);
    return caller;
  }

  /** 403 makes the Android app ask for another token; 401 would sign its user out (GC-09). */
  private Caller signedIn(String token) {
    return tokens
        .session(GcoreTokens.Kind.ACCESS, token)
        .map(session -> {
          try {
            return authenticate.byKeyId(session.account(), session.key());
          } catch (ProblemException gone) {
            throw notAllowed("Forbidden. The key that was signed in with is gone");
          }
        })
        .orElseThrow(() -> notAllowed("Forbidden. The token is invalid or expired"));
  }

  /** Whether a page of that origin may read the answer to this request. */
  boolean mayRead(Request request, String origin) {
    return request.method().equals("OPTIONS")
        || isOurs(origin)
        || request
            .get(CALLER)
            .filter(caller -> caller.key().access().allowsOrigin(origin))
            .isPresent();
  }

  /** Keys that browsers hold are for pages of the origins they were made for, and for uploads. */
  private void checkPage(Request request, KeyAccess access) {
    String origin = request.headers().first("Origin").orElse("");
    if (!origin.isEmpty() && !isOurs(origin) && !access.allowsOrigin(origin)) {
      throw notAllowed("this key may not be used by pages of " + origin);
    }
    if (access.restricted()) {
      throw notAllowed("this key is restricted to uploads by Livepeer's API");
    }
  }

  private boolean isOurs(String origin) {
    return origin.equals(ourselves.scheme() + "://" + ourselves.authority());
  }

  private static ProblemException notAllowed(String message) {
    return new ProblemException(new Problem.NotAllowed(message));
  }
}
