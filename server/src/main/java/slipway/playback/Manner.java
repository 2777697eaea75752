package slipway.playback;

import java.util.Optional;
import slipway.core.access.Verdict;
import slipway.core.access.Viewer;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.http.Response;

/**
 * How one dialect's addresses name a video and what a viewer shows, and how that dialect says no.
 * It never decides: whatever a manner makes of an address goes to the one {@link Authoriser}.
 */
interface Manner {

  /** The video that is meant, also one that was deleted. */
  Optional<Video> video(Request request);

  /** Who asks, with all proofs that the request shows. */
  Viewer viewer(Request request);

  /** No video is meant, or one that is gone. */
  Response notFound(Request request);

  /** There is one, and this viewer may not have what is asked for. */
  Response refused(Request request, Verdict.Why why);
}
