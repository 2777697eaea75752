package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /webhook} (LP-181). */
record LivepeerListWebhooks(LivepeerWebhooks webhooks, Origin origin)
    implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    return webhooks
        .list(caller.account())
        .answer(
            request,
            origin,
            webhooks.of(caller),
            webhook -> webhooks.shape(webhook, caller.account()));
  }
}
