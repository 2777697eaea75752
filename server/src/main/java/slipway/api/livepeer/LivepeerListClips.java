package slipway.api.livepeer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.Videos;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code GET /asset/{id}/clips} and {@code GET /clip/{id}}: the clips of a video, which is named by
 * either of its ids (LP-109, LP-188).
 */
final class LivepeerListClips implements LivepeerRoutes.Operation {
  /** More than anybody cuts out of one video by hand. */
  private static final int MOST = 1_000;

  private final Videos videos;
  private final LivepeerAssets assets;

  LivepeerListClips(Videos videos, LivepeerAssets assets) {
    this.videos = videos;
    this.assets = assets;
  }

  @Override
  public Response answer(Request request, Caller caller) {
    Video video =
        found(request.parameter("id"))
            .filter(one -> !one.isDeleted() && one.account() == caller.account().number())
            .orElseThrow(() -> new ProblemException(new Problem.NotFound("Asset not found")));
    VideoQuery clips =
        new VideoQuery(
            OptionalLong.of(caller.account().number()),
            List.of(
                new VideoQuery.Condition(
                    VideoQuery.Field.CLIP_OF,
                    VideoQuery.Comparison.EQUAL,
                    List.of((Object) video.id().toString()))),
            List.of(),
            /* skip= */ 0,
            MOST);
    return LivepeerAnswers.json(
        200,
        videos.find(clips).stream()
            .map(clip -> assets.asset(clip, caller.account(), /* withTracks= */ false))
            .toList());
  }

  private Optional<Video> found(String id) {
    return LivepeerIds.parse(id).flatMap(videos::byId).or(() -> videos.byPlaybackId(id));
  }
}
