/** Tests of the room. */
@NullMarked
package slipway.ingest;

import org.jspecify.annotations.NullMarked;
