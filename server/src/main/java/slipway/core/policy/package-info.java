/** Who may watch. A policy is given with the ticket and asked on every byte of playback. */
@NullMarked
package slipway.core.policy;

import org.jspecify.annotations.NullMarked;
