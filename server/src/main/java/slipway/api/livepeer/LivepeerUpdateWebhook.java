package slipway.api.livepeer;

import java.io.IOException;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.webhook.KeepWebhooks;
import slipway.core.webhook.Webhook;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonObject;

/**
 * {@code PATCH /webhook/{id}} (LP-183); a secret that is replaced signs for a day, too (REL-75).
 */
record LivepeerUpdateWebhook(LivepeerWebhooks webhooks) implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = LivepeerBodies.object(request, LivepeerSchemas.WEBHOOK_PATCH);
    Webhook before = webhooks.get(request.parameter("id"), caller, "webhook not found");
    if (body.string("streamId").isPresent()) {
      // There are no streams here, so no id of one is right.
      throw new ProblemException(new Problem.NotFound("stream not found"));
    }
    webhooks
        .keep()
        .change(
            caller.account().number(),
            before.id(),
            webhooks.asked(body, before),
            KeepWebhooks.ROTATION);
    return LivepeerAnswers.empty();
  }
}
