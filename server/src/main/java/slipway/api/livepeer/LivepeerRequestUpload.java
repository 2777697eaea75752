package slipway.api.livepeer;

import java.io.IOException;
import java.util.Base64;
import slipway.api.livepeer.LivepeerShapes.Requested;
import slipway.api.livepeer.LivepeerShapes.TaskId;
import slipway.core.account.Caller;
import slipway.core.policy.Policy;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.RequestUpload;
import slipway.core.video.Wishes;
import slipway.http.Origin;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonObject;

/** {@code POST /asset/request-upload} (section 3 of the contract). */
final class LivepeerRequestUpload implements LivepeerRoutes.Operation {
  private final RequestUpload requestUpload;
  private final LivepeerAssets assets;
  private final Origin origin;

  LivepeerRequestUpload(RequestUpload requestUpload, LivepeerAssets assets, Origin origin) {
    this.requestUpload = requestUpload;
    this.assets = assets;
    this.origin = origin;
  }

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = LivepeerBodies.object(request, LivepeerSchemas.NEW_ASSET_PAYLOAD);
    checkKey(body);
    Wishes wishes = LivepeerWishes.read(body);
    check(wishes);
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

  /** Only canonical base64 will do: reading and writing it again gives the same text (LP-37). */
  private static void checkKey(JsonObject body) {
    LivepeerWishes.encryptedKey(body)
        .filter(key -> !isCanonicalBase64(key))
        .ifPresent(_ -> {
          throw new ProblemException(
              new Problem.BadField("encryption.encryptedKey", "encryptedKey must be valid base64"));
        });
  }

  private static boolean isCanonicalBase64(String text) {
    try {
      return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text)).equals(text);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static void check(Wishes wishes) {
    if (wishes.renditions() != null && wishes.renditions().isEmpty()) {
      throw badRequest("assets must have at least one profile"); // LP-36
    }
    Policy policy = wishes.policy();
    if (wishes.encryptedKey() != null && policy == null) {
      throw badRequest("a playbackPolicy is required when using encryption"); // LP-38
    }
    if (policy != null && policy.kind() == Policy.Kind.GATE) {
      // no account has webhooks yet, so every id is unknown (LP-39)
      String id = policy.gateId() == null ? "undefined" : policy.gateId();
      throw badRequest("webhook " + id + " not found");
    }
  }

  private static ProblemException badRequest(String message) {
    return new ProblemException(new Problem.BadRequest(message));
  }
}
