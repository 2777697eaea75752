package slipway.media.captions;

import java.time.Duration;

/**
 * One text and when it is shown.
 *
 * @param end after {@code start}
 * @param settings where it is shown, in WebVTT's words; empty for the usual place
 * @param text WebVTT cue text: escaped, without empty lines
 */
public record Cue(Duration start, Duration end, String settings, String text) {}
