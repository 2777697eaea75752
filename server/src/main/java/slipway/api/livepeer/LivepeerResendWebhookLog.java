package slipway.api.livepeer;

import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.TellNow;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code POST /webhook/{id}/log/{logId}/resend}: the same event once more, at once; the answer is
 * the new log entry (LP-185).
 */
record LivepeerResendWebhookLog(LivepeerWebhookLogs logs, TellNow tellNow)
    implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) {
    Attempt former = logs.attempt(request, caller);
    Attempt again =
        tellNow
            .resend(logs.webhook(request, caller), former)
            .orElseThrow(() -> new ProblemException(new Problem.NotFound("webhook log not found")));
    return LivepeerAnswers.json(200, logs.shape(again, caller.account()));
  }
}
