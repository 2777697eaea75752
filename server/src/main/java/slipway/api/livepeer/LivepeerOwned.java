package slipway.api.livepeer;

import java.util.Optional;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/** Finds the asset that a path names, and says no in the words of Livepeer (LP-24). */
final class LivepeerOwned {
  private final Videos videos;

  LivepeerOwned(Videos videos) {
    this.videos = videos;
  }

  /** The video to read; another account's is as good as none (LP-94). */
  Video toRead(String id, Caller caller) {
    Video video =
        find(id).filter(found -> !found.isDeleted()).orElseThrow(() -> gone("Asset not found"));
    if (video.account() != caller.account().number()) {
      throw gone("not found");
    }
    return video;
  }

  /** The video to change, also when it is deleted already; {@code refusal} is for strangers. */
  Video toChange(String id, Caller caller, String refusal) {
    Video video = find(id).orElseThrow(() -> gone("Asset not found"));
    if (video.account() != caller.account().number()) {
      throw new ProblemException(new Problem.NotAllowed(refusal));
    }
    return video;
  }

  /** The video to update; whatever else there is does not exist (LP-103). */
  Video toUpdate(String id, Caller caller) {
    return find(id)
        .filter(found -> !found.isDeleted() && found.account() == caller.account().number())
        .orElseThrow(() -> gone("asset not found"));
  }

  private Optional<Video> find(String id) {
    return LivepeerIds.parse(id).flatMap(videos::byId);
  }

  private static ProblemException gone(String message) {
    return new ProblemException(new Problem.NotFound(message));
  }
}
