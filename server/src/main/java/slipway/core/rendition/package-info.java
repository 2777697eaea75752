/**
 * The playable forms of a video: its own source packaged as it is, and what is transcoded from it,
 * with how far each one is. The pipeline plans and publishes them; playback serves only those that
 * are done.
 */
@NullMarked
package slipway.core.rendition;

import org.jspecify.annotations.NullMarked;
