/** Tests of imports, against servers on this machine that misbehave as told. */
@NullMarked
package slipway.ingest.pull;

import org.jspecify.annotations.NullMarked;
