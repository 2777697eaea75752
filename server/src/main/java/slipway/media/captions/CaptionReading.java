package slipway.media.captions;

import java.util.List;

/** What became of reading subtitles. */
public sealed interface CaptionReading {

  /** Cues in the order of their start; what was wrong with single ones is left out. */
  record Read(List<Cue> cues) implements CaptionReading {
    public Read {
      cues = List.copyOf(cues);
    }
  }

  /** Not subtitles that we know; the sentence is for whoever sent them. */
  record Refused(String sentence) implements CaptionReading {}

  /** Subtitles, but more than the house takes; the sentence is for whoever sent them. */
  record TooMuch(String sentence) implements CaptionReading {}
}
