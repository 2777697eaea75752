package slipway.media.ffmpeg;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Whether there is an FFmpeg to work with. The server runs either way (MD-05); only where a full
 * disk is all that is in the way it does not start, since it would not look again.
 */
public sealed interface FfmpegState {

  /** There is one that starts. */
  record Present(Ffmpeg ffmpeg) implements FfmpegState {}

  /**
   * There is none, or none that starts: uploads and playback of sources go on, probing and
   * transcoding wait.
   *
   * @param reasons one sentence for each place that was tried, for the operator
   * @param hindrance what the disk said where it was in the way; another time it may not be
   */
  record Absent(List<String> reasons, Optional<IOException> hindrance) implements FfmpegState {
    /** Copies the list. */
    public Absent {
      reasons = List.copyOf(reasons);
    }

    /** Nothing was in the way. */
    public Absent(List<String> reasons) {
      this(reasons, Optional.empty());
    }
  }
}
