package slipway.api.cloudflare;

import java.util.List;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code /{uid}/audio…}: further sound for a video (section 17 of the contract). None can be added
 * here yet, which is said at once and in a way that SDKs do not try again (CF-145).
 */
record CloudflareAudio(CloudflareOwned owned) {

  /** The list as the documentation and newer SDKs have it (CF-146). */
  record Listed(List<String> audio) {}

  Response list(Request request, Caller caller) {
    owned.video(request, caller);
    return CloudflareAnswers.ok(new Listed(List.of()));
  }

  Response add(Request request, Caller caller) {
    owned.video(request, caller);
    throw new ProblemException(
        new Problem.NotConfigured(
            "extra audio tracks cannot be added here; send them in the file"));
  }

  Response one(Request request, Caller caller) {
    owned.video(request, caller);
    throw new ProblemException(new Problem.NotFound("audio track not found"));
  }
}
