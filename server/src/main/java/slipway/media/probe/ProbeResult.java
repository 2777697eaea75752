package slipway.media.probe;

import java.io.IOException;

/** What became of a look into a file. Causes are sentences for the person who uploaded it. */
public sealed interface ProbeResult {

  /** It can be worked with. */
  record Probed(MediaFacts facts) implements ProbeResult {}

  /** ffprobe cannot make sense of it. No retry helps. */
  record Unreadable(String cause) implements ProbeResult {}

  /** A track is encrypted (MD-15). No retry helps. */
  record Encrypted() implements ProbeResult {
    public String cause() {
      return "The file is encrypted (DRM).";
    }
  }

  /** Readable, but with nothing to show or hear (MD-17). No retry helps. */
  record NoUsableTracks(String cause) implements ProbeResult {}

  /** It took longer than {@code ffmpeg.probe-deadline}. Worth another try. */
  record TimedOut() implements ProbeResult {}

  /**
   * ffprobe could not do its work, through no fault of the file. Worth another try.
   *
   * @param reason for the operator
   */
  record Unavailable(String reason) implements ProbeResult {}

  /** The server stops, or nobody wants to know any more. It says nothing about the file. */
  record Stopped() implements ProbeResult {}

  /**
   * The file could not be read, or there was no place to run ffprobe in. Worth another try; what a
   * full disk explains goes away with it.
   *
   * @param cause as the system said it
   */
  record Hindered(IOException cause) implements ProbeResult {}
}
