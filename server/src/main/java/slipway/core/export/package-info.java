/**
 * Copies of sources in other places: what was asked for, how far it is, and what is told of it.
 *
 * <p>Before it stands a video that is ready, after it a job that sends bytes; this room sends none.
 */
@NullMarked
package slipway.core.export;

import org.jspecify.annotations.NullMarked;
