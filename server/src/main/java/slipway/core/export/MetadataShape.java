package slipway.core.export;

import slipway.core.video.Video;

/** The text that goes to IPFS beside a video, in a dialect's words. */
@FunctionalInterface
public interface MetadataShape {

  /**
   * JSON text about the video.
   *
   * @param spec what was asked for, as {@link slipway.core.video.Export#spec}
   * @param cid of its source
   * @param picture CID of a picture to show with it
   */
  String about(Video video, String spec, String cid, String picture);
}
