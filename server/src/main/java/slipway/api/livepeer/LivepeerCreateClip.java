package slipway.api.livepeer;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import slipway.api.livepeer.LivepeerShapes.Imported;
import slipway.api.livepeer.LivepeerShapes.TaskId;
import slipway.core.account.Caller;
import slipway.core.clip.ClipVideo;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Facts;
import slipway.core.video.Video;
import slipway.core.video.Videos;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonObject;

/**
 * {@code POST /clip} (LP-186). Livepeer clips live streams; here an own video is clipped, and its
 * times are milliseconds from its start (LP-187).
 */
final class LivepeerCreateClip implements LivepeerRoutes.Operation {
  private final Videos videos;
  private final ClipVideo clipVideo;
  private final LivepeerAssets assets;

  LivepeerCreateClip(Videos videos, ClipVideo clipVideo, LivepeerAssets assets) {
    this.videos = videos;
    this.clipVideo = clipVideo;
    this.assets = assets;
  }

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = LivepeerBodies.object(request, LivepeerSchemas.CLIP_PAYLOAD);
    Video video =
        videos
            .byPlaybackId(body.string("playbackId").orElseThrow())
            // Before anything else: an answer about its times would tell of somebody else's video.
            .filter(found -> found.account() == caller.account().number() && !found.isDeleted())
            .orElseThrow(() -> new ProblemException(new Problem.NotFound("Content not found")));
    Duration from = time(body, "startTime").orElseThrow();
    Duration to = time(body, "endTime").orElseGet(() -> end(video));
    if (to.compareTo(from) <= 0) {
      throw new LivepeerException(422, "endTime must occur after startTime");
    }
    ClipVideo.Given given =
        clipVideo.clip(
            new ClipVideo.Asked(
                caller.account(),
                LivepeerRoutes.DOOR,
                caller.key().name(),
                video.id(),
                body.string("name").orElse(""),
                from,
                to,
                /* exact= */ false));
    return LivepeerAnswers.json(
        200,
        new Imported(
            assets.asset(given.video(), caller.account(), /* withTracks= */ false),
            new TaskId(given.task().id().toString())));
  }

  private static Duration end(Video video) {
    Facts facts = video.facts();
    return facts == null ? Duration.ofDays(1) : facts.duration();
  }

  /** Up to a thousand years; what is more is none. */
  private static Optional<Duration> time(JsonObject body, String name) {
    return body.number(name)
        .map(millis -> Duration.ofMillis((long) Math.clamp(millis.doubleValue(), -1, 3.2e13)));
  }
}
