/**
 * The visible piece of work that a video's journey is for its owner, and the port to the durable
 * jobs behind it. Finishing an upload starts it; the pipeline moves it.
 */
@NullMarked
package slipway.core.task;

import org.jspecify.annotations.NullMarked;
