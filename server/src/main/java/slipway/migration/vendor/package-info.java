/**
 * The libraries of other services, one class for each; what only that vendor says is written there
 * and nowhere else. Their answers are strangers' texts: bounded, checked, and never trusted with a
 * path or an address that is not checked again by whoever fetches it.
 */
@NullMarked
package slipway.migration.vendor;

import org.jspecify.annotations.NullMarked;
