/**
 * Further sound for a video: tracks that its owner adds beside what the file brought, such as other
 * languages. Each is made as long as the video and joins the choice of its players.
 */
@NullMarked
package slipway.core.sound;

import org.jspecify.annotations.NullMarked;
