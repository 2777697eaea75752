package slipway.api.gcore;

import slipway.core.video.Video;
import slipway.http.Origin;

/** The URLs in a video, which viewers use; the playback room serves what they name. */
final class GcoreUrls {
  private final Origin origin;

  /** With the public origin under which viewers reach us. */
  GcoreUrls(Origin origin) {
    this.origin = origin;
  }

  /** A file of the video, as of its birth: until it can be watched the answer is 404 (GC-35). */
  String file(Video video, String name) {
    return origin.url("/videos/" + key(video) + "/" + name);
  }

  /** The page with a player (GC-142). */
  String page(Video video) {
    return origin.url("/player/videos/" + key(video));
  }

  /** {@code {client_id}_{slug}}. */
  private static String key(Video video) {
    return video.account() + "_" + video.playbackId();
  }
}
