package slipway.media.captions;

import java.util.List;

/** What became of looking for text tracks in a file. */
public sealed interface TextReading {

  /** Those with at least one cue. */
  record Read(List<EmbeddedText> texts) implements TextReading {
    /** Copies the list. */
    public Read {
      texts = List.copyOf(texts);
    }

    /** There are none, and looking again helps nobody. */
    public static Read none() {
      return new Read(List.of());
    }
  }

  /**
   * FFmpeg could not do it this time.
   *
   * @param detail for the operator
   */
  record Failed(String detail) implements TextReading {}

  /** The disk is full; it goes on when there is room. */
  record NoRoom() implements TextReading {}

  /** Somebody ended it. */
  record Cancelled() implements TextReading {}
}
