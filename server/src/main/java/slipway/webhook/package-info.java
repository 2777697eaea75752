/**
 * Tells webhooks what happened: signs, sends, tries again for days and writes down how it went.
 * Before it comes core's outbox, from which deliveries are put up; after it the servers of the
 * owners. Also asks those servers who may watch, where a policy says so.
 */
@NullMarked
package slipway.webhook;

import org.jspecify.annotations.NullMarked;
