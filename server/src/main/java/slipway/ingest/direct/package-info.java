/**
 * The plain way in: one PUT with the whole file as body. It opens the ticket, streams the body to
 * the storage and finishes the upload.
 */
@NullMarked
package slipway.ingest.direct;

import org.jspecify.annotations.NullMarked;
