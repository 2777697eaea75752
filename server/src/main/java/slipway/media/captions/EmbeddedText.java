package slipway.media.captions;

import java.util.List;
import java.util.Optional;

/**
 * A text track of a file.
 *
 * @param language as the file says, usually ISO 639-2
 * @param title as the file says: anybody's text
 */
public record EmbeddedText(Optional<String> language, Optional<String> title, List<Cue> cues) {
  public EmbeddedText {
    cues = List.copyOf(cues);
  }
}
