/** The commands of {@code ./slipway}. */
@NullMarked
package slipway.cli;

import org.jspecify.annotations.NullMarked;
