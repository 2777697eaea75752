package slipway.dashboard;

import java.io.IOException;
import slipway.core.account.OpenAccount;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;

/** {@code POST /admin/accounts {"name"}}: an account and its first key, shown this once. */
record AddAccount(OpenAccount open) implements Handler {
  private static final int MAX_BODY = 16 * 1024;

  record Body(String name) {}

  @Override
  public Response handle(Request request) throws IOException {
    Body body = Json.read(request.body().readAll(MAX_BODY), Body.class);
    return AdminKey.json(201, AdminShapes.AccountShape.of(open.open(body.name())));
  }
}
