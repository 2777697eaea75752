package slipway.dashboard;

import java.util.UUID;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.core.video.Videos;
import slipway.http.Request;

/** Finds the video that an address names. */
final class OneVideo {
  private final Videos videos;

  OneVideo(Videos videos) {
    this.videos = videos;
  }

  /**
   * The video of the route's {@code id}.
   *
   * @throws ProblemException {@link Problem.NotFound}, also for what is no id and for deleted ones
   */
  Video of(Request request) {
    try {
      return videos
          .byId(UUID.fromString(request.parameter("id")))
          .filter(video -> !video.isDeleted())
          .orElseThrow(OneVideo::missing);
    } catch (IllegalArgumentException e) {
      throw missing();
    }
  }

  private static ProblemException missing() {
    return new ProblemException(new Problem.NotFound("There is no such video."));
  }
}
