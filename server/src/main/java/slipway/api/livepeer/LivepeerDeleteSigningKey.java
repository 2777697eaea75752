package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.http.Request;
import slipway.http.Response;

/** {@code DELETE /access-control/signing-key/{id}} (LP-148). */
record LivepeerDeleteSigningKey(LivepeerSigningKeys keys) implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    String id = keys.get(request.parameter("id"), caller).id();
    keys.keep().delete(caller.account().number(), LivepeerRoutes.DOOR, id);
    return LivepeerAnswers.empty();
  }
}
