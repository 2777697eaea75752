package slipway.dashboard;

import java.io.IOException;
import slipway.core.account.OpenAccount;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code POST /admin/accounts {"name"}}: an account and its first key, shown this once. */
record AddAccount(OpenAccount open) implements Handler {
  record Body(String name) {}

  @Override
  public Response handle(Request request) throws IOException {
    Body body = Bodies.read(request, Body.class);
    return AdminKey.json(201, AdminShapes.AccountShape.of(open.open(Bodies.name(body.name()))));
  }
}
