package slipway.api.cloudflare;

import slipway.core.account.Caller;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code DELETE /webhook}: an envelope around an empty text, which SDKs insist on (CF-90, CF-96).
 */
record CloudflareDeleteWebhook(CloudflareWebhook webhook) implements CloudflareRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    webhook
        .keep()
        .list(caller.account().number(), CloudflareRoutes.DOOR)
        .forEach(one -> webhook.keep().remove(one.account(), one.id()));
    return CloudflareAnswers.ok("");
  }
}
