/** Tests of the room. */
@NullMarked
package slipway.ingest.direct;

import org.jspecify.annotations.NullMarked;
