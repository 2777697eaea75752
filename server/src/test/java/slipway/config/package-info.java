/** Tests of the room. */
@NullMarked
package slipway.config;

import org.jspecify.annotations.NullMarked;
