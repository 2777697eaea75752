package slipway.api.livepeer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import slipway.api.livepeer.LivepeerShapes.Meta;
import slipway.api.livepeer.LivepeerShapes.PlaybackInfo;
import slipway.api.livepeer.LivepeerShapes.PlaybackPolicy;
import slipway.api.livepeer.LivepeerShapes.PlaybackSource;
import slipway.core.account.Caller;
import slipway.core.policy.Policy;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.video.Facts;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.Videos;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /playback/{id}}, for anybody (LP-117). */
final class LivepeerPlaybackInfo implements Handler {
  private final LivepeerCallers callers;

  /** An Arweave id, the shortest of such names. */
  private static final int SHORTEST_CID = 43;

  private final Videos videos;
  private final Renditions renditions;
  private final LivepeerAssets assets;
  private final LivepeerFiles files;

  LivepeerPlaybackInfo(
      LivepeerCallers callers,
      Videos videos,
      Renditions renditions,
      LivepeerAssets assets,
      LivepeerFiles files) {
    this.callers = callers;
    this.videos = videos;
    this.renditions = renditions;
    this.assets = assets;
    this.files = files;
  }

  @Override
  public Response handle(Request request) {
    Optional<Caller> caller = callers.credentials(request); // bad ones are refused, too (LP-23)
    String id = request.parameter("id");
    Video video =
        videos
            .byPlaybackId(id)
            .or(() -> caller.flatMap(owner -> byCid(id, owner)))
            .filter(found -> !found.isDeleted())
            .orElseThrow(() ->
                new ProblemException(
                    new Problem.NotFound("No playback URL found for " + id))); // LP-121
    if (!video.isWatchable()) {
      throw new LivepeerException(422, "asset is not ready for playback"); // LP-121
    }
    return LivepeerAnswers.json(
        200, new PlaybackInfo("vod", new Meta(policy(video), sources(video))));
  }

  /**
   * What lies on IPFS under that name, for its owner only, and not what came encrypted (LP-120).
   */
  private Optional<Video> byCid(String cid, Caller owner) {
    if (cid.length() < SHORTEST_CID) {
      return Optional.empty();
    }
    var named =
        new VideoQuery.Condition(
            VideoQuery.Field.IPFS,
            VideoQuery.Comparison.ANY_OF,
            List.of(cid, "ipfs://" + cid, "ar://" + cid));
    return videos
        .find(
            new VideoQuery(
                OptionalLong.of(owner.account().number()),
                List.of(named),
                List.of(),
                /* skip= */ 0,
                /* limit= */ 1))
        .stream()
        .filter(video -> !video.wishes().isEncrypted())
        .findFirst();
  }

  /** In the order that players read (LP-118). */
  private List<PlaybackSource> sources(Video video) {
    List<PlaybackSource> sources = new ArrayList<>(files.of(video));
    sources.add(
        new PlaybackSource(
            "HLS (TS)", "html5/application/vnd.apple.mpegurl", assets.playbackUrl(video)));
    Facts facts = video.facts();
    // They are taken from whole renditions, which what is still made may have none of.
    boolean pictures =
        video.phase() instanceof Phase.Ready
            || renditions.of(video.id()).stream()
                .anyMatch(one -> one.form() != Rendition.Form.SOUND);
    if (facts != null && facts.video().isPresent() && pictures) {
      sources.add(
          new PlaybackSource(
              "Thumbnails", "text/vtt", files.url(video, "thumbnails/thumbnails.vtt")));
    }
    return sources;
  }

  /** Without the context meant for the owner's gate: no player needs it (LP-124). */
  private static @Nullable PlaybackPolicy policy(Video video) {
    Policy policy = video.wishes().policy();
    return policy == null ? null : LivepeerWishes.tell(policy, /* withContext= */ false);
  }
}
