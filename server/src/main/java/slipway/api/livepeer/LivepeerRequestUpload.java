package slipway.api.livepeer;

import java.io.IOException;
import slipway.api.livepeer.LivepeerShapes.Requested;
import slipway.api.livepeer.LivepeerShapes.TaskId;
import slipway.core.account.Caller;
import slipway.core.upload.RequestUpload;
import slipway.core.video.Wishes;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonObject;

/** {@code POST /asset/request-upload} (section 3 of the contract). */
final class LivepeerRequestUpload implements LivepeerRoutes.Operation {
  private final RequestUpload requestUpload;
  private final LivepeerWebhooks webhooks;
  private final LivepeerAssets assets;
  private final Origin origin;

  LivepeerRequestUpload(
      RequestUpload requestUpload,
      LivepeerWebhooks webhooks,
      LivepeerAssets assets,
      Origin origin) {
    this.webhooks = webhooks;
    this.requestUpload = requestUpload;
    this.assets = assets;
    this.origin = origin;
  }

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = LivepeerBodies.object(request, LivepeerSchemas.NEW_ASSET_PAYLOAD);
    Wishes wishes =
        LivepeerNewAsset.wishes(body, webhooks, caller, "encryptedKey must be valid base64");
    RequestUpload.Given given =
        requestUpload.give(
            new RequestUpload.Asked(
                caller.account(),
                LivepeerRoutes.DOOR,
                caller.key().name(),
                LivepeerRoutes.DOOR,
                body.string("name").orElseThrow(),
                wishes));
    return LivepeerAnswers.json(
        200, // not 201: the SDKs would drop the body (LP-31)
        new Requested(
            origin.url(LivepeerRoutes.DIRECT + "?token=" + given.ticket()),
            origin.url(LivepeerRoutes.TUS + "?token=" + given.ticket()),
            assets.asset(given.video(), caller.account(), /* withTracks= */ false),
            new TaskId(given.task().id().toString())));
  }
}
