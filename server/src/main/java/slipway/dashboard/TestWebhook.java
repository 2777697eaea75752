package slipway.dashboard;

import java.util.UUID;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.webhook.Delivery;
import slipway.core.webhook.TryWebhook;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code POST /admin/webhooks/{id}/test}: a webhook is told of a video that does not exist. 202, as
 * it is told a moment later; how that went is in its log and in {@code GET /admin/webhooks}.
 */
record TestWebhook(TryWebhook tryWebhook) implements Handler {

  /**
   * What will be told.
   *
   * @param event id of the message, in its header {@code webhook-id}
   * @param name of the event in the webhook's dialect
   */
  record Shape(UUID event, String name) {}

  @Override
  public Response handle(Request request) {
    Delivery delivery = tryWebhook.send(id(request));
    return AdminKey.json(202, new Shape(delivery.event(), delivery.name()));
  }

  /**
   * The route's id.
   *
   * @throws ProblemException {@link Problem.NotFound} for what is none
   */
  static UUID id(Request request) {
    try {
      return UUID.fromString(request.parameter("id"));
    } catch (IllegalArgumentException notAnId) {
      throw new ProblemException(new Problem.NotFound("There is no such webhook."));
    }
  }
}
