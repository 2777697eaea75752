package slipway.api.cloudflare;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.Limits;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonObject;

/**
 * {@code POST /copy}: a video whose file we fetch (section 6 of the contract). Answered at once;
 * nothing is made before all is checked, so that a client may try again (CF-74).
 */
record CloudflareCopy(CloudflareReader reader, ImportFromUrl importFromUrl, CloudflareVideos videos)
    implements CloudflareRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = CloudflareBodies.object(request);
    String url =
        body.string("input")
            .or(() -> body.string("url"))
            .orElseThrow(() -> CloudflareReader.bad("url", "required field url is missing"));
    requireUrl(url);
    CloudflareSaid said = reader.readNew(body, request, caller);
    return CloudflareAnswers.ok(videos.shape(take(url, said, caller).video()));
  }

  private ImportFromUrl.Given take(String url, CloudflareSaid said, Caller caller) {
    try {
      return importFromUrl.take(
          new ImportFromUrl.Asked(
              caller.account(),
              CloudflareRoutes.DOOR,
              caller.key().name(),
              said.name(),
              importFromUrl.gateways().source(url),
              said.wishes(/* uploadBy= */ null),
              /* sameWithin= */ null,
              new Limits(null, said.longest(), null, CloudflareNewcomers.LEAST)));
    } catch (ProblemException refused) {
      throw switch (refused.problem()) {
        case Problem.BadRequest(String why) -> invalid(why);
        case Problem.NotConfigured(String why) -> invalid(why);
        default -> refused;
      };
    }
  }

  private static void requireUrl(String url) {
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https")) && uri.getRawAuthority() == null) {
        throw invalid("the URL names no host");
      }
      if (scheme.isEmpty()) {
        throw invalid("the URL names no scheme");
      }
    } catch (URISyntaxException broken) {
      throw invalid("the URL is malformed");
    }
  }

  /** CF-72. */
  private static CloudflareException invalid(String message) {
    return new CloudflareException(400, CloudflareProblems.INVALID_URL, "Invalid URL", message);
  }
}
