package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /webhook/{id}/log/{logId}} (LP-185). */
record LivepeerGetWebhookLog(LivepeerWebhookLogs logs) implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    return LivepeerAnswers.json(200, logs.shape(logs.attempt(request, caller), caller.account()));
  }
}
