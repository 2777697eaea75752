/**
 * Videos that lived in somebody else's library. A ledger knows which of them are here already, so
 * that bringing a library over can be broken off and begun again as often as it takes; from their
 * first byte on they walk the journey of any video. Whoever reads the other library comes before.
 */
@NullMarked
package slipway.core.migration;

import org.jspecify.annotations.NullMarked;
