package slipway.migration;

/**
 * A caption of a foreign video.
 *
 * @param language as the vendor says it: a tag, or three letters
 * @param label what players call it; empty for the language's own name
 * @param forDeaf whether it also says what else is heard
 * @param text SRT or WebVTT
 */
public record CaptionFile(String language, String label, boolean forDeaf, String text) {
  /** Longer texts are none that anybody reads. */
  public static final int LONGEST = 10 << 20;
}
