/**
 * Viewers come here: playlists, segments and files of a video, made on request from its renditions.
 * One authoriser stands before every byte. The pipeline published what is served; nobody comes
 * after.
 */
@NullMarked
package slipway.playback;

import org.jspecify.annotations.NullMarked;
