package slipway.api.livepeer;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Caller;
import slipway.core.journey.ChangeVideo;
import slipway.core.policy.Policy;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonObject;

/** {@code PATCH /asset/{id}} (LP-102 to LP-105). */
final class LivepeerUpdateAsset implements LivepeerRoutes.Operation {
  private final LivepeerOwned owned;
  private final ChangeVideo changeVideo;
  private final LivepeerWebhooks webhooks;
  private final LivepeerAssets assets;

  LivepeerUpdateAsset(
      LivepeerOwned owned,
      ChangeVideo changeVideo,
      LivepeerWebhooks webhooks,
      LivepeerAssets assets) {
    this.owned = owned;
    this.changeVideo = changeVideo;
    this.webhooks = webhooks;
    this.assets = assets;
  }

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = LivepeerBodies.object(request, LivepeerSchemas.ASSET_PATCH_PAYLOAD);
    Video video = owned.toUpdate(request.parameter("id"), caller);
    Policy policy = LivepeerWishes.policyIn(body);
    var change =
        new ChangeVideo.Change(
            body.string("name").orElse(null), LivepeerWishes.creatorIn(body), policy);
    Video changed =
        changeVideo.change(video.id(), change, found -> check(found, body, policy, caller));
    return LivepeerAnswers.json(
        200, assets.asset(changed, caller.account(), /* withTracks= */ false));
  }

  /** In the order of LP-103. */
  private void check(Video video, JsonObject body, @Nullable Policy policy, Caller caller) {
    if (!(video.phase() instanceof Phase.Ready)) {
      throw new LivepeerException(422, "asset is not ready");
    }
    boolean isPublic = video.wishes().effectivePolicy().isPublic();
    boolean opened = body.members().get("playbackPolicy") instanceof JsonNull; // D7
    if (policy == null ? opened && !isPublic : policy.isPublic() != isPublic) {
      throw new LivepeerException(
          422, "cannot update playback policy from private to public or vice versa"); // LP-104
    }
    if (policy != null && policy.kind() == Policy.Kind.GATE) {
      LivepeerNewAsset.requireGate(policy, webhooks, caller);
    }
    body.object("storage").ifPresent(storage -> checkStorage(video, storage));
  }

  /** What was asked for already may be asked for again; nothing is exported anew (LP-164). */
  private static void checkStorage(Video video, JsonObject storage) {
    if (!storage.members().containsKey("ipfs")) {
      return;
    }
    var before = Optional.ofNullable(video.wishes().export()).map(Json::tree);
    var wanted = LivepeerWishes.export(storage);
    if (wanted.isEmpty() && before.isPresent()) {
      throw new ProblemException(new Problem.BadRequest("Cannot remove asset from IPFS"));
    }
    if (wanted.isPresent() && !before.equals(wanted)) {
      throw new ProblemException(new Problem.NotConfigured("this server does not export to IPFS"));
    }
  }
}
