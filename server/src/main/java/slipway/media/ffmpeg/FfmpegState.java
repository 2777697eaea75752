package slipway.media.ffmpeg;

import java.util.List;

/** Whether there is an FFmpeg to work with. The server runs either way (MD-05). */
public sealed interface FfmpegState {

  /** There is one that starts. */
  record Present(Ffmpeg ffmpeg) implements FfmpegState {}

  /**
   * There is none, or none that starts: uploads and playback of sources go on, probing and
   * transcoding wait.
   *
   * @param reasons one sentence for each place that was tried, for the operator
   */
  record Absent(List<String> reasons) implements FfmpegState {
    /** Copies the list. */
    public Absent {
      reasons = List.copyOf(reasons);
    }
  }
}
