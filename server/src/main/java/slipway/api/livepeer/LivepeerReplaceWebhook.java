package slipway.api.livepeer;

import java.io.IOException;
import slipway.core.account.Caller;
import slipway.core.webhook.KeepWebhooks;
import slipway.core.webhook.Webhook;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonObject;

/**
 * {@code PUT /webhook/{id}}: by the id of the path, and answered with the whole webhook (LP-182,
 * D3). A secret that is left out stays, since nobody can read it to send it along; after another
 * one it signs for a day, too (REL-75).
 */
record LivepeerReplaceWebhook(LivepeerWebhooks webhooks) implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = LivepeerBodies.object(request, LivepeerSchemas.WEBHOOK);
    Webhook before = webhooks.get(request.parameter("id"), caller, "not found");
    KeepWebhooks.Asked asked = webhooks.asked(body, /* before= */ null);
    Webhook after =
        webhooks
            .keep()
            .change(
                caller.account().number(),
                before.id(),
                new KeepWebhooks.Asked(
                    asked.name(),
                    asked.url(),
                    asked.events(),
                    asked.secret() == null ? before.secret() : asked.secret(),
                    asked.streamId()),
                KeepWebhooks.ROTATION);
    return LivepeerAnswers.json(200, webhooks.shape(after, caller.account()));
  }
}
