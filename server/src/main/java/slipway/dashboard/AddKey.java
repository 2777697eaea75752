package slipway.dashboard;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.account.KeyAccess;
import slipway.core.account.OpenAccount;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;

/**
 * {@code POST /admin/accounts/{id}/keys {"name", "corsOrigins"?, "corsFullAccess"?}}: one more key,
 * shown this once.
 */
record AddKey(OpenAccount open) implements Handler {
  private static final int MAX_BODY = 16 * 1024;

  record Body(String name, @Nullable List<String> corsOrigins, @Nullable Boolean corsFullAccess) {}

  record Made(UUID id, String name, String apiKey) {}

  @Override
  public Response handle(Request request) throws IOException {
    Body body = Json.read(request.body().readAll(MAX_BODY), Body.class);
    OpenAccount.Opened opened = open.addKey(account(request), body.name(), access(body));
    return AdminKey.json(201, new Made(opened.key().id(), opened.key().name(), opened.keyText()));
  }

  private static KeyAccess access(Body body) {
    List<String> origins = body.corsOrigins() == null ? List.of() : body.corsOrigins();
    if (origins.stream().anyMatch(origin -> origin.isBlank() || origin.contains(" "))) {
      throw new ProblemException(
          new Problem.BadField("corsOrigins", "an origin has the form https://example.org"));
    }
    boolean full = body.corsFullAccess() == null ? origins.isEmpty() : body.corsFullAccess();
    return new KeyAccess(origins, full);
  }

  private static long account(Request request) {
    try {
      return Long.parseLong(request.parameter("id"));
    } catch (NumberFormatException e) {
      throw new ProblemException(new Problem.NotFound("account not found"), e);
    }
  }
}
