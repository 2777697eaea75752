package slipway.api.livepeer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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
import slipway.core.rendition.Traits;
import slipway.core.video.Facts;
import slipway.core.video.Phase;
import slipway.core.video.TrackFacts;
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

  /** Up to this length there are files of every video (LP-159). */
  private static final Duration SHORT = Duration.ofMinutes(2);

  /** Of what came in pieces there is no file beyond this length, asked for or not (LP-159). */
  private static final Duration LONGEST_IN_PIECES = Duration.ofHours(12);

  private final Videos videos;
  private final Renditions renditions;
  private final LivepeerAssets assets;

  LivepeerPlaybackInfo(
      LivepeerCallers callers, Videos videos, Renditions renditions, LivepeerAssets assets) {
    this.callers = callers;
    this.videos = videos;
    this.renditions = renditions;
    this.assets = assets;
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
    List<PlaybackSource> sources = new ArrayList<>(hasFiles(video) ? files(video) : List.of());
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
              "Thumbnails", "text/vtt", assets.fileUrl(video, "thumbnails/thumbnails.vtt")));
    }
    return sources;
  }

  /** Asked for, or short; of unknown length means none (LP-159). */
  private static boolean hasFiles(Video video) {
    Facts facts = video.facts();
    // What is to be signed is there once it is (LP-168).
    if (facts == null || facts.duration().isZero() || video.awaitsSigning()) {
      return false;
    }
    if (facts.isFromPlaylist() && facts.duration().compareTo(LONGEST_IN_PIECES) > 0) {
      return false;
    }
    return video.wishes().downloads() || facts.duration().compareTo(SHORT) <= 0;
  }

  private List<PlaybackSource> files(Video video) {
    List<Rendition> made = renditions.of(video.id());
    Facts facts = video.facts();
    boolean inPieces = facts != null && facts.isFromPlaylist();
    long sound =
        made.stream()
            .filter(one -> one.form() == Rendition.Form.SOUND)
            .mapToLong(Rendition::size)
            .findFirst()
            .orElse(0);
    return made.stream()
        .filter(one -> one.form() != Rendition.Form.SOUND)
        .sorted(Comparator.comparingLong(one -> -bitrate(video, one)))
        .map(one -> file(video, one, one.form() == Rendition.Form.PICTURE ? sound : 0))
        .filter(file -> file.width() != null)
        .limit(inPieces ? 1 : Long.MAX_VALUE)
        .toList();
  }

  /** On average; as known of the file, else as its size says. */
  private static long bitrate(Video video, Rendition rendition) {
    long known = rendition.traits().bitrate();
    Facts facts = video.facts();
    if (known > 0 || facts == null || facts.duration().isZero()) {
      return known;
    }
    return rendition.size() * 8000 / Math.max(1, facts.duration().toMillis());
  }

  /** The index of the file is not counted, a thousandth of it as a rule. */
  private PlaybackSource file(Video video, Rendition rendition, long sound) {
    Traits traits = rendition.traits();
    Facts facts = video.facts();
    TrackFacts.Picture picture =
        facts == null ? null : facts.video().map(TrackFacts::picture).orElse(null);
    boolean known = traits.width() > 0;
    return new PlaybackSource(
        "MP4",
        "html5/video/mp4",
        assets.fileUrl(video, rendition.name() + ".mp4"),
        rendition.size() + sound,
        known ? (Integer) traits.width() : picture == null ? null : (Integer) picture.width(),
        known ? (Integer) traits.height() : picture == null ? null : (Integer) picture.height(),
        bitrate(video, rendition));
  }

  /** Without the context meant for the owner's gate: no player needs it (LP-124). */
  private static @Nullable PlaybackPolicy policy(Video video) {
    Policy policy = video.wishes().policy();
    return policy == null ? null : LivepeerWishes.tell(policy, /* withContext= */ false);
  }
}
