package slipway.core.rendition;

import java.time.Duration;

/**
 * What a player wants to know of a rendition before it opens the file.
 *
 * @param width of the picture as shown, in pixels; 0 without picture or when unknown
 * @param height likewise
 * @param fps pictures a second; 0 without picture or when unknown
 * @param bitrate bits a second: the most that is allowed while it is planned, the average once it
 *     is done; 0 when unknown
 * @param codecs for the attribute CODECS (RFC 6381), such as {@code avc1.64001F,mp4a.40.2}; empty
 *     until it is done
 * @param duration how long it plays; zero when unknown
 */
public record Traits(
    int width, int height, double fps, long bitrate, String codecs, Duration duration) {

  /** Nothing is known. */
  public static final Traits UNKNOWN = new Traits(0, 0, 0, 0, "", Duration.ZERO);
}
