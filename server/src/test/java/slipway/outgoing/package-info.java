/** Tests of the one way out, without any network but the machine's own. */
@NullMarked
package slipway.outgoing;

import org.jspecify.annotations.NullMarked;
