package slipway.playback;

import slipway.core.access.MayWatch;
import slipway.core.access.Use;
import slipway.core.access.Verdict;
import slipway.core.video.Video;
import slipway.http.Request;

/**
 * Decides about every byte of a video, playlists and pictures as well as segments. There is one,
 * and no route beside it (reliability rule 7).
 */
@FunctionalInterface
public interface Authoriser {

  /** Whether this request may have this of the video. */
  Verdict decide(Request request, Video video, Use use);

  /** Core's decision, from what the request shows. */
  static Authoriser asking(MayWatch mayWatch) {
    return (request, video, use) -> mayWatch.decide(video, Viewers.of(request), use);
  }
}
