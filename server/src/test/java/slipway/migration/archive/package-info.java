/** Tests of the room, beside it and with its own view. */
@NullMarked
package slipway.migration.archive;

import org.jspecify.annotations.NullMarked;
