package slipway.media.captions;

/** What became of looking for text tracks in a file. */
public sealed interface TextReading {

  /** All that there are were given. */
  record Read() implements TextReading {}

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
