/** Tests of the Livepeer dialect. */
@NullMarked
package slipway.api.livepeer;

import org.jspecify.annotations.NullMarked;
