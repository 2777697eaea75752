package slipway.api.gcore;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import slipway.core.Ids;
import slipway.core.account.Authenticate;
import slipway.core.account.Caller;
import slipway.core.account.UsedTokens;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.http.Response;

/**
 * Signing in as the mobile apps do (section 14 of the contract). There are no users here: the
 * password is an API key, and the name says nothing.
 */
final class GcoreSignIn {
  private static final int LARGEST = 16 * 1024;

  private final Authenticate authenticate;
  private final GcoreTokens tokens;
  private final UsedTokens used;
  private final Ids ids;
  private final InstantSource clock;

  GcoreSignIn(
      Authenticate authenticate,
      GcoreTokens tokens,
      UsedTokens used,
      Ids ids,
      InstantSource clock) {
    this.authenticate = authenticate;
    this.tokens = tokens;
    this.used = used;
    this.ids = ids;
    this.clock = clock;
  }

  record Pair(String refresh, String access) {}

  /** {@code POST /iam/auth/jwt/login}; a one-time password is a placeholder (GC-170). */
  Response login(Request request) throws IOException {
    var fields = new GcoreFields(GcoreBodies.object(request, LARGEST));
    try {
      return pair(authenticate.byKey(fields.text("password", 512).orElse("")));
    } catch (ProblemException refused) {
      if (refused.problem() instanceof Problem.UnknownKey) {
        return GcoreAnswers.json(
            400,
            new GcoreProblems.Fields(
                Map.of(
                    "password",
                    List.of("is wrong; sign in with an API key of the account as password"))));
      }
      throw refused;
    }
  }

  /** {@code POST /iam/auth/jwt/refresh}; each refresh token is good for one use (GC-171). */
  Response refresh(Request request) throws IOException {
    var fields = new GcoreFields(GcoreBodies.object(request, LARGEST));
    GcoreTokens.Session session =
        tokens
            .session(GcoreTokens.Kind.REFRESH, fields.text("refresh", 4096).orElse(""))
            .orElseThrow(GcoreSignIn::unknown);
    Caller caller = authenticate.byKeyId(session.account(), session.key());
    if (!used.use(session.id(), session.until(), clock.instant())) {
      throw unknown();
    }
    return pair(caller);
  }

  private Response pair(Caller caller) {
    return GcoreAnswers.json(
        200,
        new Pair(
            tokens.forCaller(GcoreTokens.Kind.REFRESH, caller.key(), ids.secret(16)),
            tokens.forCaller(GcoreTokens.Kind.ACCESS, caller.key(), ids.secret(16))));
  }

  private static ProblemException unknown() {
    return new ProblemException(new Problem.UnknownKey());
  }
}
