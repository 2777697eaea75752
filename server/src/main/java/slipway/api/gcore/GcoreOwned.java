package slipway.api.gcore;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.VideoQuery.Condition;
import slipway.core.video.VideoQuery.Field;
import slipway.core.video.Videos;
import slipway.http.Request;

/** Finds the video that a path names; another account's is as good as none (GC-08). */
final class GcoreOwned {
  private final Videos videos;

  GcoreOwned(Videos videos) {
    this.videos = videos;
  }

  /**
   * The video that the parameter {@code id} of the path names.
   *
   * @throws ProblemException {@link Problem.NotFound}, also for what is no number (GC-68)
   */
  Video video(Request request, Caller caller) {
    return GcoreNumbers.id(request.parameter("id"))
        .flatMap(id -> find(id, caller))
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("video not found")));
  }

  /** The caller's video of that number. */
  Optional<Video> find(long id, Caller caller) {
    return videos
        .find(
            new VideoQuery(
                OptionalLong.of(caller.account().number()),
                List.of(new Condition(Field.SERIAL, Comparison.EQUAL, List.of(id))),
                List.of(),
                /* skip= */ 0,
                /* limit= */ 1))
        .stream()
        .findFirst();
  }
}
