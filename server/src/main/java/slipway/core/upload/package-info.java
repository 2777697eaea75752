/**
 * Tickets and the bytes that arrive on them: what is allowed, how far it got, when it is finished.
 * Request-upload opens one here, the ingest rooms feed it, and its finish hands the video to the
 * pipeline.
 */
@NullMarked
package slipway.core.upload;

import org.jspecify.annotations.NullMarked;
