package slipway.playback;

import slipway.core.access.MayWatch;
import slipway.core.access.Use;
import slipway.core.access.Verdict;
import slipway.core.access.Viewer;
import slipway.core.video.Video;

/**
 * Decides about every byte of a video, playlists and pictures as well as segments. There is one,
 * and no route beside it (reliability rule 7).
 */
@FunctionalInterface
public interface Authoriser {

  /** Whether this viewer may have this of the video. */
  Verdict decide(Viewer viewer, Video video, Use use);

  /** Core's decision. */
  static Authoriser asking(MayWatch mayWatch) {
    return (viewer, video, use) -> mayWatch.decide(video, viewer, use);
  }
}
