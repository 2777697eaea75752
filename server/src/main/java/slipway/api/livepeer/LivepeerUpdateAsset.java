package slipway.api.livepeer;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Caller;
import slipway.core.export.ExportOrder;
import slipway.core.export.ExportVideo;
import slipway.core.journey.ChangeVideo;
import slipway.core.policy.Policy;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Export;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.core.video.Videos;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonObject;

/** {@code PATCH /asset/{id}} (LP-102 to LP-105). */
final class LivepeerUpdateAsset implements LivepeerRoutes.Operation {
  private final LivepeerOwned owned;
  private final ChangeVideo changeVideo;
  private final ExportVideo exports;
  private final Videos videos;
  private final LivepeerWebhooks webhooks;
  private final LivepeerAssets assets;

  LivepeerUpdateAsset(
      LivepeerOwned owned,
      ChangeVideo changeVideo,
      ExportVideo exports,
      Videos videos,
      LivepeerWebhooks webhooks,
      LivepeerAssets assets) {
    this.owned = owned;
    this.changeVideo = changeVideo;
    this.exports = exports;
    this.videos = videos;
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
    Optional<String> spec = specToExport(changed, body);
    if (spec.isPresent()) {
      exports.export(
          caller.account(),
          video.id(),
          ExportOrder.Target.IPFS,
          spec.get(),
          spec.get(),
          /* shownOnVideo= */ true,
          found -> check(found, body, policy, caller));
      changed = videos.byId(video.id()).orElse(changed);
    }
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

  private static void checkStorage(Video video, JsonObject storage) {
    boolean removed =
        storage.members().containsKey("ipfs") && LivepeerWishes.export(storage).isEmpty();
    if (removed && video.wishes().export() != null) {
      throw new ProblemException(new Problem.BadRequest("Cannot remove asset from IPFS"));
    }
  }

  /** What was asked for already may be asked for again; nothing is exported anew (LP-164). */
  private static Optional<String> specToExport(Video video, JsonObject body) {
    Export before = video.wishes().export();
    return body.object("storage")
        .flatMap(LivepeerWishes::export)
        .filter(wanted -> before == null || !isSame(Json.tree(before.spec()), wanted))
        .map(Json::writeText);
  }

  /** 5.0 is 5 once it is written. */
  private static boolean isSame(JsonValue one, JsonValue other) {
    return Json.toTree(one).equals(Json.toTree(other));
  }
}
