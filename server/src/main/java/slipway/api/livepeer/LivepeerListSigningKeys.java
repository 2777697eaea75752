package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /access-control/signing-key} (LP-148). */
record LivepeerListSigningKeys(LivepeerSigningKeys keys, Origin origin)
    implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    return keys.list(caller.account())
        .answer(
            request,
            origin,
            keys.keep().list(caller.account().number(), LivepeerRoutes.DOOR),
            key -> keys.shape(key, caller.account()));
  }
}
