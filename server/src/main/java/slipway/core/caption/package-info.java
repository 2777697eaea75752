/**
 * Texts that go with a video: subtitles that its owner added, and those found in its source. Their
 * bytes rest in the storage as WebVTT; uploads come before, playback lists and serves them.
 */
@NullMarked
package slipway.core.caption;

import org.jspecify.annotations.NullMarked;
