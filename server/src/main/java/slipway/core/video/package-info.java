/**
 * A video from its birth to its end: ids, phase, what was asked for, what was found. Tickets and
 * uploads come before, renditions and playback after.
 */
@NullMarked
package slipway.core.video;

import org.jspecify.annotations.NullMarked;
