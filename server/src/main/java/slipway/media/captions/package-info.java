/**
 * Reads subtitles as people write them and writes WebVTT that browsers may be given.
 *
 * <p>Before it come bytes of anybody's making, after it stands text in which nothing is left but
 * words, times and the few tags that WebVTT knows.
 */
@NullMarked
package slipway.media.captions;

import org.jspecify.annotations.NullMarked;
