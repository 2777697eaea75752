/**
 * The plain ways in: a whole file in one request, as it is or as a part of a form. A door says who
 * may bring one and how that is answered; the room opens the ticket, streams the bytes to the
 * storage and finishes the upload.
 */
@NullMarked
package slipway.ingest.direct;

import org.jspecify.annotations.NullMarked;
