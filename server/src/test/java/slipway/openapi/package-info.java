/** Tests of the room of the same name. */
@NullMarked
package slipway.openapi;

import org.jspecify.annotations.NullMarked;
