/**
 * Which country an address belongs to, out of a database that the operator brings. Playback asks it
 * for each viewer; nothing comes before or after.
 */
@NullMarked
package slipway.geoip;

import org.jspecify.annotations.NullMarked;
