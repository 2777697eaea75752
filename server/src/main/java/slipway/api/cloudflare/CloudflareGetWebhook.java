package slipway.api.cloudflare;

import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.webhook.Webhook;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /webhook} (CF-95, CF-96). */
record CloudflareGetWebhook(CloudflareWebhook webhook) implements CloudflareRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    Webhook found =
        webhook
            .of(caller)
            .orElseThrow(() -> new ProblemException(new Problem.NotFound("no webhook is set")));
    return CloudflareAnswers.ok(CloudflareWebhook.shape(found));
  }
}
