/**
 * What accounts keep with us that means nothing to the house itself: settings of players, lists of
 * videos. A dialect gives the texts their meaning; nothing else here reads them.
 */
@NullMarked
package slipway.core.document;

import org.jspecify.annotations.NullMarked;
