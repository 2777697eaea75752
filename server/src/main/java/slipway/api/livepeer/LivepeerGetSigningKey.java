package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /access-control/signing-key/{id}} (LP-148). */
record LivepeerGetSigningKey(LivepeerSigningKeys keys) implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    return LivepeerAnswers.json(
        200, keys.shape(keys.get(request.parameter("id"), caller), caller.account()));
  }
}
