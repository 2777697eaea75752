/**
 * Finds out what an uploaded file is: first by its first bytes, then by ffprobe in the box.
 *
 * <p>Before it come the bytes, which may still be arriving when {@link slipway.media.probe.Sniffer}
 * looks at them.
 *
 * <p>After it stand {@link slipway.media.probe.MediaFacts}, from which {@code media.transcode}
 * plans its work, or a sentence that says why the file is refused.
 */
@NullMarked
package slipway.media.probe;

import org.jspecify.annotations.NullMarked;
