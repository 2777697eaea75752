/** Tests of the room, beside it and with its own view. */
@NullMarked
package slipway.core.upload;

import org.jspecify.annotations.NullMarked;
