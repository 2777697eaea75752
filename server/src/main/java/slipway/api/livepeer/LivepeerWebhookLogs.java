package slipway.api.livepeer;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import slipway.api.livepeer.LivepeerShapes.LogRequest;
import slipway.api.livepeer.LivepeerShapes.LogResponse;
import slipway.api.livepeer.LivepeerShapes.WebhookLog;
import slipway.core.account.Account;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.Attempts;
import slipway.core.webhook.Webhook;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;

/** Shows our log of attempts as Livepeer's (LP-185). */
final class LivepeerWebhookLogs {
  /** So many of the newest are looked through. */
  private static final int DEPTH = 5_000;

  private final LivepeerWebhooks webhooks;
  private final Attempts attempts;

  LivepeerWebhookLogs(LivepeerWebhooks webhooks, Attempts attempts) {
    this.webhooks = webhooks;
    this.attempts = attempts;
  }

  Webhook webhook(Request request, Caller caller) {
    return webhooks.get(request.parameter("id"), caller, "webhook not found");
  }

  /** The log entry that a path names, if it is one of the webhook that the path names, too. */
  Attempt attempt(Request request, Caller caller) {
    Webhook webhook = webhook(request, caller);
    Attempt attempt =
        attempts
            .byId(LivepeerWebhooks.idOr(request.parameter("logId"), new UUID(0, 0)))
            .filter(found -> found.account() == caller.account().number())
            .orElseThrow(() -> new ProblemException(new Problem.NotFound("webhook log not found")));
    if (!attempt.webhook().equals(webhook.id())) {
      throw new ProblemException(
          new Problem.BadRequest("mismatch between webhook and webhook log"));
    }
    return attempt;
  }

  Response page(Request request, Origin origin, Caller caller) {
    Account owner = caller.account();
    List<Attempt> newest = attempts.of(webhook(request, caller).id(), DEPTH);
    LivepeerShortList<Attempt> list =
        new LivepeerShortList<>(
            Map.of(
                "id", Attempt::id,
                "createdAt", attempt -> attempt.at().toEpochMilli(),
                "userId", _ -> owner.userId(),
                "event", Attempt::name,
                "statusCode", attempt -> status(attempt),
                "success", attempt -> Boolean.toString(attempt.success()),
                "resourceId", attempt -> attempt.request().body()));
    return list.newestFirst("createdAt", "resourceId")
        .answer(request, origin, newest, attempt -> shape(attempt, owner));
  }

  WebhookLog shape(Attempt attempt, Account owner) {
    Attempt.Came came = attempt.response();
    return new WebhookLog(
        attempt.id().toString(),
        attempt.webhook().toString(),
        attempt.name(),
        attempt.at().toEpochMilli(),
        attempt.took().toMillis() / 1000.0,
        attempt.success(),
        new LogRequest(
            attempt.request().url(), "POST", attempt.request().headers(), attempt.request().body()),
        new LogResponse(
            came == null ? "" : came.body(),
            status(attempt),
            came == null ? String.valueOf(attempt.error()) : ""),
        owner.userId().toString(),
        owner.projectId().toString());
  }

  private static long status(Attempt attempt) {
    Attempt.Came came = attempt.response();
    return came == null ? 0 : came.status();
  }
}
