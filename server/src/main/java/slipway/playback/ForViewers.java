package slipway.playback;

import java.io.IOException;
import java.util.Optional;
import slipway.core.access.Use;
import slipway.core.access.Verdict;
import slipway.core.video.Video;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/**
 * The one way to anything of a video: finds the one that the address names and asks the {@link
 * Authoriser}, for each request, so that a deleted video or a policy that changed counts with the
 * next one (REL-85). It also has the last word about caches: what not everybody may have is kept by
 * none, whatever those who serve it say.
 */
record ForViewers(Manner manner, Authoriser authoriser, Use use, Served served) implements Handler {
  /** What is served to who may have it, with {@code Cache-Control} as if everybody might. */
  @FunctionalInterface
  interface Served {
    Response serve(Request request, Video video) throws IOException;
  }

  @Override
  public Response handle(Request request) throws IOException {
    Optional<Video> found = manner.video(request).filter(video -> !video.isDeleted());
    if (found.isEmpty()) {
      return manner.notFound(request);
    }
    return switch (authoriser.decide(manner.viewer(request), found.get(), use)) {
      case Verdict.Allowed(boolean anybody) -> {
        Response response = served.serve(request, found.get());
        yield anybody ? response : response.with("Cache-Control", "private, no-store");
      }
      case Verdict.Refused(Verdict.Why why) -> manner.refused(request, why);
    };
  }
}
