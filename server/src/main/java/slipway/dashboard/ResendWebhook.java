package slipway.dashboard;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import slipway.core.webhook.ResendLog;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code POST /admin/webhooks/{id}/resend {"from", "to"}}: what a webhook was told in that span is
 * told once more. 202 with how many messages, and where to go on when there are more (REL-76).
 */
record ResendWebhook(ResendLog log) implements Handler {

  record Body(Instant from, Instant to) {}

  /**
   * What is told.
   *
   * @param next where to go on, left out when there is no more
   */
  record Shape(int messages, @Nullable Instant next) {}

  @Override
  public Response handle(Request request) throws IOException {
    Body body = Bodies.read(request, Body.class);
    ResendLog.PutUp putUp = log.resend(TestWebhook.id(request), body.from(), body.to());
    return AdminKey.json(202, new Shape(putUp.messages(), putUp.next()));
  }
}
