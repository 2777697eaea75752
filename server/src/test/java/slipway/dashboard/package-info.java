/** Tests of the room, beside it and with its own view. */
@NullMarked
package slipway.dashboard;

import org.jspecify.annotations.NullMarked;
