package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /webhook/subscribed/{event}} (LP-181). */
record LivepeerSubscribedWebhooks(LivepeerWebhooks webhooks) implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    String event = request.parameter("event");
    return LivepeerAnswers.json(
        200,
        webhooks.of(caller).stream()
            .filter(webhook -> webhook.wants(event))
            .map(webhook -> webhooks.shape(webhook, caller.account()))
            .toList());
  }
}
