/**
 * Makes renditions: plans size, rate and filters from the facts of a file, runs ffmpeg once in the
 * box, and hands over plain MP4 files.
 *
 * <p>Before it come {@link slipway.media.probe.MediaFacts}.
 *
 * <p>After it stand one video-only MP4 and one M4A, which {@code media.container} verifies and
 * {@code media.packaging} cuts into segments on request.
 */
@NullMarked
package slipway.media.transcode;

import org.jspecify.annotations.NullMarked;
