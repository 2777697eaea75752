package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.core.webhook.Webhook;
import slipway.http.Request;
import slipway.http.Response;

/** {@code DELETE /webhook/{id}}: 200 and the webhook, which SDKs insist on (LP-184, D2). */
record LivepeerDeleteWebhook(LivepeerWebhooks webhooks) implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    Webhook webhook = webhooks.get(request.parameter("id"), caller, "not found");
    webhooks.keep().remove(caller.account().number(), webhook.id());
    return LivepeerAnswers.json(200, webhooks.shape(webhook, caller.account()));
  }
}
