package slipway.pipeline;

import java.util.Optional;
import slipway.core.video.Video;
import slipway.media.transcode.Watermark;

/** Tells which picture is burnt into a video (MD-39). Always gives the same for the same video. */
public interface Watermarks {

  /** The watermark of a video, its image lying on the local disk; empty for none. */
  Optional<Watermark> of(Video video);

  /** Nobody has one. */
  static Watermarks none() {
    return video -> Optional.empty();
  }
}
