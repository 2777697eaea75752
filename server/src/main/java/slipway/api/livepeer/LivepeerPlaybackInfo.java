package slipway.api.livepeer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.api.livepeer.LivepeerShapes.Meta;
import slipway.api.livepeer.LivepeerShapes.PlaybackInfo;
import slipway.api.livepeer.LivepeerShapes.PlaybackPolicy;
import slipway.api.livepeer.LivepeerShapes.PlaybackSource;
import slipway.core.policy.Policy;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.core.video.Videos;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /playback/{id}}, for anybody (LP-117). */
final class LivepeerPlaybackInfo implements Handler {
  private final LivepeerCallers callers;
  private final Videos videos;
  private final LivepeerAssets assets;

  LivepeerPlaybackInfo(LivepeerCallers callers, Videos videos, LivepeerAssets assets) {
    this.callers = callers;
    this.videos = videos;
    this.assets = assets;
  }

  @Override
  public Response handle(Request request) {
    callers.credentials(request); // bad ones are refused here too (LP-23)
    String id = request.parameter("id");
    Video video =
        videos
            .byPlaybackId(id)
            .filter(found -> !found.isDeleted())
            .orElseThrow(() ->
                new ProblemException(
                    new Problem.NotFound("No playback URL found for " + id))); // LP-121
    if (!video.isWatchable()) {
      throw new LivepeerException(422, "asset is not ready for playback"); // LP-121
    }
    var hls =
        new PlaybackSource(
            "HLS (TS)", "html5/application/vnd.apple.mpegurl", assets.playbackUrl(video));
    return LivepeerAnswers.json(
        200, new PlaybackInfo("vod", new Meta(policy(video), List.of(hls))));
  }

  /** Without the context meant for the owner's gate: no player needs it (LP-124). */
  private static @Nullable PlaybackPolicy policy(Video video) {
    Policy policy = video.wishes().policy();
    return policy == null ? null : LivepeerWishes.tell(policy, /* withContext= */ false);
  }
}
