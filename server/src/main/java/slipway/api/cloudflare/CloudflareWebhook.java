package slipway.api.cloudflare;

import java.util.List;
import java.util.Optional;
import slipway.api.cloudflare.CloudflareShapes.WebhookShape;
import slipway.core.Ids;
import slipway.core.account.Caller;
import slipway.core.webhook.KeepWebhooks;
import slipway.core.webhook.Webhook;

/** The one webhook of an account (section 9 of the contract). */
record CloudflareWebhook(KeepWebhooks keep, Ids ids) {
  /** All that it is told, whether it asks for it or not (CF-97). */
  static final List<String> EVENTS = List.of("ready", "error");

  /** The webhook of an account; the first one, should there ever be more. */
  Optional<Webhook> of(Caller caller) {
    return keep.list(caller.account().number(), CloudflareRoutes.DOOR).stream().findFirst();
  }

  /** The secret is told again and again (CF-95). */
  static WebhookShape shape(Webhook webhook) {
    String secret = webhook.secret();
    return new WebhookShape(
        webhook.url(),
        CloudflareTimes.text(
            webhook.changedAt() == null ? webhook.createdAt() : webhook.changedAt()),
        secret == null ? "" : secret);
  }
}
