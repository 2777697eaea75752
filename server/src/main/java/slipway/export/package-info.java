/**
 * Sends copies of sources to where their owners want them: IPFS nodes of the operator, pinning
 * services, addresses of the owner's own.
 *
 * <p>Before it stands an order that core keeps, after it lies the copy with somebody else. Nothing
 * here decides what is to be sent, and all of it goes through the guarded client.
 */
@NullMarked
package slipway.export;

import org.jspecify.annotations.NullMarked;
