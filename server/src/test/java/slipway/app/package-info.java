/** Tests of the room, beside it and with its own view. */
@NullMarked
package slipway.app;

import org.jspecify.annotations.NullMarked;
