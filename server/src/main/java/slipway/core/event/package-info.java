/**
 * The outbox: what happened, written in the transaction in which it happened. Every change of a
 * video or task appends here; the webhook room reads it later.
 */
@NullMarked
package slipway.core.event;

import org.jspecify.annotations.NullMarked;
