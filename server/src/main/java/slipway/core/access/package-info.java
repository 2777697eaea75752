/**
 * Who may have what of a video: the one decision behind every byte that leaves, the keys with which
 * accounts sign rights to watch, and what such a right can say. The policy comes with the ticket;
 * playback asks here for each request.
 */
@NullMarked
package slipway.core.access;

import org.jspecify.annotations.NullMarked;
