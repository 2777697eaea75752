package slipway.media.container;

/** What a track carries (box {@code hdlr}). */
public enum TrackKind {
  VIDEO,
  AUDIO,
  /** Subtitles, captions, chapter titles. */
  TEXT,
  /** Timed metadata, time codes and all that is not for people. Its samples are not read. */
  OTHER
}
