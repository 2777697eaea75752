/**
 * The one way out: every request that the house makes to an address which a stranger named goes
 * through here. An import comes before, later also webhooks and gates; after it comes the open
 * internet, and nothing else: no address of our own machine or network is ever reached (REL-60 to
 * REL-66).
 */
@NullMarked
package slipway.outgoing;

import org.jspecify.annotations.NullMarked;
