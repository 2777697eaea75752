package slipway.dashboard;

import slipway.core.account.Accounts;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /admin/accounts}: all of them, without keys. */
record ListAccounts(Accounts accounts) implements Handler {

  @Override
  public Response handle(Request request) {
    return AdminKey.json(
        200,
        new AdminShapes.Accounts(
            accounts.all().stream().map(AdminShapes.AccountShape::of).toList()));
  }
}
