/**
 * Opens files that came encrypted: the key of the house, with which their keys are wrapped, and the
 * stream that takes the cipher off.
 *
 * <p>Before it lie bytes that only their sender could read, after it an ordinary file, which is
 * looked into like any other.
 */
@NullMarked
package slipway.media.protect;

import org.jspecify.annotations.NullMarked;
