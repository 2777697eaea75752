/**
 * A part of a video as a video of its own: its bytes are cut out of the other one and then walk the
 * same journey as any upload. The other video comes before; {@code core.journey} after.
 */
@NullMarked
package slipway.core.clip;

import org.jspecify.annotations.NullMarked;
