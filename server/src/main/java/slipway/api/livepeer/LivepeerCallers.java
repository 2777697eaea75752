package slipway.api.livepeer;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import slipway.core.account.Authenticate;
import slipway.core.account.Caller;
import slipway.core.account.KeyAccess;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Attribute;
import slipway.http.Origin;
import slipway.http.Request;

/** Finds out who calls, and what browsers may do with the key (section 2 of the contract). */
final class LivepeerCallers {
  /** Set once a caller has passed every check, so that the answer may be read by its page. */
  static final Attribute<Caller> CALLER = new Attribute<>(Caller.class);

  private final Authenticate authenticate;
  private final Origin ourselves;

  /** {@code ourselves} is the public origin; pages of ours make no cross-origin requests. */
  LivepeerCallers(Authenticate authenticate, Origin ourselves) {
    this.authenticate = authenticate;
    this.ourselves = ourselves;
  }

  /**
   * The caller of a path that is not public.
   *
   * @param openToRestricted whether keys that browsers hold may come here (LP-25)
   */
  Caller caller(Request request, boolean openToRestricted) {
    Caller caller =
        credentials(request)
            .orElseThrow(() -> new ProblemException(new Problem.NotAuthenticated()));
    KeyAccess access = caller.key().access();
    String origin = request.headers().first("Origin").orElse("");
    if (!origin.isEmpty() && !isOurs(origin) && !access.allowsOrigin(origin)) {
      throw notAllowed("credential disallows CORS access from origin " + origin); // LP-26
    }
    if (access.restricted() && !openToRestricted) {
      throw notAllowed("access forbidden for CORS-enabled API key with restricted access");
    }
    if (request.query().has("projectId")) {
      throw new ProblemException(
          new Problem.BadRequest("projectId as query param not supported")); // LP-22
    }
    request.put(CALLER, caller);
    return caller;
  }

  /** Whether a page of that origin may read the answer to this request (LP-26, LP-28, LP-29). */
  boolean mayRead(Request request, String origin) {
    return request.method().equals("OPTIONS")
        || isOpenToAll(request)
        || request
            .get(CALLER)
            .filter(caller -> isOurs(origin) || allows(caller, origin))
            .isPresent();
  }

  /**
   * Who calls, if credentials were sent. Bad ones are refused on public paths too (LP-23).
   *
   * @throws ProblemException when they are wrong
   */
  Optional<Caller> credentials(Request request) {
    String field = request.headers().first("Authorization").orElse("").strip();
    if (field.isEmpty()) {
      return Optional.empty();
    }
    String[] words = field.split("\\s+", 2);
    String secret = words.length < 2 ? "" : words[1].strip();
    return switch (words[0].toLowerCase(Locale.ROOT)) {
      case "bearer" ->
          secret.isEmpty() ? Optional.empty() : Optional.of(authenticate.byKey(secret));
      case "basic" -> Optional.of(basic(secret));
      case "jwt" -> throw new LivepeerException(401, "jwt malformed"); // we give out no such tokens
      default ->
          throw new LivepeerException(
              401, "unsupported authorization header scheme: " + words[0]); // LP-20
    };
  }

  /** {@code base64(userId:apiKey)} (LP-17). */
  private Caller basic(String secret) {
    String pair = decoded(secret);
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw new ProblemException(new Problem.UnknownKey());
    }
    Caller caller = authenticate.byKey(pair.substring(colon + 1));
    if (!caller.account().userId().toString().equals(pair.substring(0, colon))) {
      throw new ProblemException(new Problem.UnknownKey());
    }
    return caller;
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      throw new ProblemException(new Problem.UnknownKey());
    }
  }

  private static boolean isOpenToAll(Request request) {
    return request.path().segments().size() > 1
        && request.path().segments().get(1).equalsIgnoreCase("playback");
  }

  private boolean isOurs(String origin) {
    return origin.equals(ourselves.scheme() + "://" + ourselves.authority());
  }

  private static boolean allows(Caller caller, String origin) {
    return caller.key().access().allowsOrigin(origin);
  }

  private static ProblemException notAllowed(String message) {
    return new ProblemException(new Problem.NotAllowed(message));
  }
}
