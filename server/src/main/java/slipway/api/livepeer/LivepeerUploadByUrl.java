package slipway.api.livepeer;

import java.io.IOException;
import java.time.Duration;
import slipway.api.livepeer.LivepeerShapes.Imported;
import slipway.api.livepeer.LivepeerShapes.TaskId;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.ImportFromUrl;
import slipway.core.video.Wishes;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonObject;

/** {@code POST /asset/upload/url} (section 6 of the contract). */
final class LivepeerUploadByUrl implements LivepeerRoutes.Operation {
  /** An import that is asked for again in this time is the same one (LP-73). */
  private static final Duration SAME_WITHIN = Duration.ofMinutes(15);

  private final ImportFromUrl importFromUrl;
  private final LivepeerWebhooks webhooks;
  private final LivepeerAssets assets;

  LivepeerUploadByUrl(
      ImportFromUrl importFromUrl, LivepeerWebhooks webhooks, LivepeerAssets assets) {
    this.webhooks = webhooks;
    this.importFromUrl = importFromUrl;
    this.assets = assets;
  }

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = LivepeerBodies.object(request, LivepeerSchemas.NEW_ASSET_FROM_URL_PAYLOAD);
    // Unlike request-upload, with quotes (LP-78).
    Wishes wishes =
        LivepeerNewAsset.wishes(body, webhooks, caller, "\"encryptedKey\" must be valid base64");
    String url = body.string("url").orElseThrow();
    requireHost(url);
    ImportFromUrl.Given given =
        importFromUrl.take(
            new ImportFromUrl.Asked(
                caller.account(),
                LivepeerRoutes.DOOR,
                caller.key().name(),
                body.string("name").orElseThrow(),
                importFromUrl.gateways().source(url),
                wishes,
                SAME_WITHIN));
    return LivepeerAnswers.json(
        given.isNew() ? 201 : 200, // callers branch on it (LP-75)
        new Imported(
            assets.asset(given.video(), caller.account(), /* withTracks= */ false),
            new TaskId(given.task().id().toString())));
  }

  /** A URL may well be one by its schema and name nothing (LP-10, D11). */
  private static void requireHost(String url) {
    String rest = url.substring(url.indexOf("://") + "://".length());
    if (rest.isEmpty() || "/?#:".indexOf(rest.charAt(0)) >= 0) {
      throw new ProblemException(new Problem.BadField("url", "the url must name a host"));
    }
  }
}
