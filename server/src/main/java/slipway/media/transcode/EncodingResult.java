package slipway.media.transcode;

import java.nio.file.Path;
import java.util.Map;

/** What became of a run of the encoder. Causes are sentences for who uploaded the file. */
public sealed interface EncodingResult {

  /**
   * The files are in the work folder, not verified yet: damaged input also ends this way, with less
   * than {@link LadderPlan#expectedDuration()} in it (MD-25, MD-43).
   *
   * @param files by the names of their rungs, {@link LadderPlan#AUDIO} for the sound
   * @param operatorDetail warnings of ffmpeg, for the operator
   */
  record Made(Map<String, Path> files, String operatorDetail) implements EncodingResult {
    public Made {
      files = Map.copyOf(files);
    }
  }

  /** The file cannot be transcoded; no retry helps. {@code operatorDetail} holds paths. */
  record Rejected(String cause, String operatorDetail) implements EncodingResult {}

  /** It did not work this time. {@code operatorDetail} holds paths. */
  record TryAgain(Trouble trouble, String cause, String operatorDetail) implements EncodingResult {}

  /** What went wrong where another try may go better. */
  enum Trouble {
    /** A clock ran out. */
    TOO_SLOW,
    /** What came out was larger than it may be. */
    TOO_LARGE,
    /** The encoder could not be started, crashed or was killed. */
    BROKEN
  }

  /** The disk is full up to the operator's reserve; worth another try when there is room. */
  record NoRoom() implements EncodingResult {}

  /** Somebody cancelled it. */
  record Cancelled() implements EncodingResult {}
}
