/** Tests of the room, beside it and with its own view. */
@NullMarked
package slipway.core.video;

import org.jspecify.annotations.NullMarked;
