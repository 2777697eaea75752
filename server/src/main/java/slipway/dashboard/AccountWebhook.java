package slipway.dashboard;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Accounts;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.webhook.KeepWebhooks;
import slipway.core.webhook.Webhook;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code /admin/accounts/{id}/webhooks/{door}}: the one URL of an account that is told what
 * happens, for services whose API has no way to set it. {@code PUT {"url", "secret"?}}, {@code
 * GET}, {@code DELETE}.
 *
 * @param doors those services, with the names of everything that they tell
 */
record AccountWebhook(Accounts accounts, KeepWebhooks webhooks, Map<String, List<String>> doors) {

  /**
   * What it is to be.
   *
   * @param secret left out, it stays as it is; an empty one takes it away
   */
  record Body(String url, @Nullable String secret) {}

  /**
   * A webhook. Never its secret.
   *
   * @param signed whether it has a secret
   * @param lastError how the last telling that failed went
   */
  record Shape(String url, boolean on, boolean signed, @Nullable String lastError) {
    static Shape of(Webhook webhook) {
      Webhook.LastFailure failure = webhook.lastFailure();
      String error =
          failure == null
              ? null
              : failure.error() == null ? "status " + failure.status() : failure.error();
      return new Shape(
          webhook.url(), webhook.switchedOffAt() == null, webhook.secret() != null, error);
    }
  }

  Response get(Request request) {
    return AdminKey.json(200, Shape.of(find(request).orElseThrow(() -> notFound("no URL is set"))));
  }

  Response put(Request request) throws IOException {
    Body body = Bodies.read(request, Body.class);
    return AdminKey.json(200, Shape.of(set(account(request), door(request), body)));
  }

  Response delete(Request request) {
    Webhook webhook = find(request).orElseThrow(() -> notFound("no URL is set"));
    webhooks.remove(webhook.account(), webhook.id());
    return Response.of(204);
  }

  private Webhook set(long account, String door, Body body) {
    return webhooks.only(
        account, door, body.url(), doors.getOrDefault(door, List.of()), body.secret());
  }

  private Optional<Webhook> find(Request request) {
    return webhooks.list(account(request), door(request)).stream().findFirst();
  }

  private long account(Request request) {
    long number = AddKey.account(request);
    if (accounts.byNumber(number).isEmpty()) {
      throw notFound("account not found");
    }
    return number;
  }

  private String door(Request request) {
    String door = request.parameter("door");
    if (!doors.containsKey(door)) {
      throw notFound("no such service");
    }
    return door;
  }

  private static ProblemException notFound(String message) {
    return new ProblemException(new Problem.NotFound(message));
  }
}
