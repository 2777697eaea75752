package slipway.playback;

import java.util.List;
import java.util.function.UnaryOperator;
import slipway.http.Request;
import slipway.media.packaging.Links;
import slipway.media.packaging.Rendition;

/**
 * What a request wants of a video, once its address has been read.
 *
 * @param file address inside the video's folder, as the packager has it
 * @param links how addresses in playlists are to look
 * @param choice from all pictures there are to those that playlists shall tell of
 */
record Asked(String file, Links links, UnaryOperator<List<Rendition>> choice) {

  /**
   * How a vendor writes addresses: whatever it looks like outside, it ends in one of the packager's
   * own, and no second packager is ever needed.
   */
  @FunctionalInterface
  interface Spelling {
    Asked read(Request request);
  }

  /** Everything of a file under its own name. */
  static Asked plain(String file) {
    return new Asked(file, Links.PLAIN, UnaryOperator.identity());
  }
}
