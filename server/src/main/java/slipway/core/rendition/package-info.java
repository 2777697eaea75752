/**
 * The playable forms of a video: its own source packaged as it is, and what was transcoded from it.
 * The pipeline publishes them; playback serves only what stands here.
 */
@NullMarked
package slipway.core.rendition;

import org.jspecify.annotations.NullMarked;
