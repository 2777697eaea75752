package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /webhook/{id}} (LP-181). */
record LivepeerGetWebhook(LivepeerWebhooks webhooks) implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    return LivepeerAnswers.json(
        200,
        webhooks.shape(
            webhooks.get(request.parameter("id"), caller, "not found"), caller.account()));
  }
}
