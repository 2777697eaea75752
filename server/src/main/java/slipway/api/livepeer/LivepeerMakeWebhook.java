package slipway.api.livepeer;

import java.io.IOException;
import slipway.core.account.Caller;
import slipway.core.webhook.Webhook;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonObject;

/** {@code POST /webhook} (LP-179, LP-180). */
record LivepeerMakeWebhook(LivepeerWebhooks webhooks) implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = LivepeerBodies.object(request, LivepeerSchemas.WEBHOOK);
    Webhook made =
        webhooks
            .keep()
            .make(
                caller.account().number(),
                LivepeerRoutes.DOOR,
                webhooks.asked(body, /* before= */ null));
    // 200 and not the 201 of the live service, with which SDKs lose the webhook.
    return LivepeerAnswers.json(200, webhooks.shape(made, caller.account()));
  }
}
