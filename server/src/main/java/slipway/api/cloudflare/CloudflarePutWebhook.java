package slipway.api.cloudflare;

import java.io.IOException;
import java.util.Locale;
import slipway.core.account.Caller;
import slipway.core.webhook.KeepWebhooks;
import slipway.core.webhook.Webhook;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonObject;

/** {@code PUT /webhook}: another URL gets another secret (CF-94, CF-95). */
record CloudflarePutWebhook(CloudflareWebhook webhook) implements CloudflareRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = CloudflareBodies.object(request);
    String url =
        body.string("notificationUrl")
            .or(() -> body.string("notification_url"))
            .map(String::strip)
            .orElseThrow(() ->
                CloudflareReader.bad(
                    "notificationUrl", "required field notificationUrl is missing"));
    String start = url.toLowerCase(Locale.ROOT);
    if (!start.startsWith("http://") && !start.startsWith("https://")) {
      throw CloudflareReader.bad(
          "notificationUrl", "notificationUrl must begin with http:// or https://");
    }
    Webhook put =
        webhook
            .keep()
            .put(
                caller.account().number(),
                CloudflareRoutes.DOOR,
                new KeepWebhooks.Asked(
                    "webhook",
                    url,
                    CloudflareWebhook.EVENTS,
                    webhook.ids().secret(16),
                    /* streamId= */ null));
    return CloudflareAnswers.ok(CloudflareWebhook.shape(put));
  }
}
