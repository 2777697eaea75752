package slipway.dashboard;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.account.KeyAccess;
import slipway.core.account.OpenAccount;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code POST /admin/accounts/{id}/keys {"name", "corsOrigins"?, "corsFullAccess"?}}: one more key,
 * shown this once.
 */
record AddKey(OpenAccount open) implements Handler {
  private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[A-Za-z0-9.:\\[\\]-]+");

  record Body(String name, @Nullable List<String> corsOrigins, @Nullable Boolean corsFullAccess) {}

  record Made(UUID id, String name, String apiKey) {}

  @Override
  public Response handle(Request request) throws IOException {
    Body body = Bodies.read(request, Body.class);
    OpenAccount.Opened opened =
        open.addKey(account(request), Bodies.name(body.name()), access(body));
    return AdminKey.json(201, new Made(opened.key().id(), opened.key().name(), opened.keyText()));
  }

  private static KeyAccess access(Body body) {
    List<String> origins = body.corsOrigins() == null ? List.of() : body.corsOrigins();
    if (!origins.stream().allMatch(AddKey::isOrigin)) {
      throw new ProblemException(
          new Problem.BadField("corsOrigins", "must be origins such as https://example.org, or *"));
    }
    boolean full = body.corsFullAccess() == null ? origins.isEmpty() : body.corsFullAccess();
    return new KeyAccess(origins, full);
  }

  /** A list may hold a null, whatever its type says. */
  private static boolean isOrigin(@Nullable String origin) {
    return origin != null && ORIGIN.matcher(origin).matches();
  }

  /** The account in the address. */
  static long account(Request request) {
    try {
      return Long.parseLong(request.parameter("id"));
    } catch (NumberFormatException e) {
      throw new ProblemException(new Problem.NotFound("account not found"), e);
    }
  }
}
