package slipway.playback;

import slipway.core.video.Video;
import slipway.http.Request;

/**
 * Decides about every byte of a video, playlists and pictures as well as segments. There is one,
 * and no route beside it (reliability rule 7).
 */
@FunctionalInterface
public interface Authoriser {

  /** Whether this request may have anything of the video. */
  boolean allows(Request request, Video video);

  /**
   * Lets everybody watch what is public and nobody what is not: proofs of a right to watch are not
   * understood yet, so they prove nothing.
   */
  static Authoriser publicOnly() {
    return (request, video) -> video.wishes().effectivePolicy().isPublic();
  }
}
