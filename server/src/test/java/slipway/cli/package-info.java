/** Tests of the commands. */
@NullMarked
package slipway.cli;

import org.jspecify.annotations.NullMarked;
