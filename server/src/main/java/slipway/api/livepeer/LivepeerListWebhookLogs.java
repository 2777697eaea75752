package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /webhook/{id}/log} (LP-185). */
record LivepeerListWebhookLogs(LivepeerWebhookLogs logs, Origin origin)
    implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    return logs.page(request, origin, caller);
  }
}
