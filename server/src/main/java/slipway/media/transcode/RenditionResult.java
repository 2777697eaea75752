package slipway.media.transcode;

import java.nio.file.Path;
import java.util.Optional;

/** What became of a transcode. Sentences are for the person who uploaded the file. */
public sealed interface RenditionResult {

  /**
   * The files are in the work folder, not verified yet: damaged input also ends this way, with less
   * than {@link RenditionPlan#expectedDuration()} in it (MD-25, MD-43).
   *
   * @param operatorDetail warnings of ffmpeg, for the operator
   */
  record Made(Optional<Path> video, Optional<Path> audio, String operatorDetail)
      implements RenditionResult {}

  /** The file cannot be transcoded; no retry helps. {@code operatorDetail} holds paths. */
  record Rejected(String sentence, String operatorDetail) implements RenditionResult {}

  /** It did not work this time. {@code operatorDetail} holds paths. */
  record TryAgain(String sentence, String operatorDetail) implements RenditionResult {}

  /** Somebody cancelled it. */
  record Cancelled() implements RenditionResult {}
}
