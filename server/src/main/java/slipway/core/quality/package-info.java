/**
 * Named sets of qualities, of which a video gets one instead of the usual ladder. A caller names
 * one when a video is made, or chooses one for all that follow; the pipeline plans by it.
 */
@NullMarked
package slipway.core.quality;

import org.jspecify.annotations.NullMarked;
