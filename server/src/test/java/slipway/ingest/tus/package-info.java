/** Tests of the room. */
@NullMarked
package slipway.ingest.tus;

import org.jspecify.annotations.NullMarked;
