/**
 * Who wants to hear of what, what has yet to be told, and how telling went. An event that is
 * written into the outbox is put up for delivery in the same transaction; the room webhook carries
 * it out, in the shapes that the dialects give it.
 */
@NullMarked
package slipway.core.webhook;

import org.jspecify.annotations.NullMarked;
