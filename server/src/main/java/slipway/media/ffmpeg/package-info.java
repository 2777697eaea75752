/**
 * The FFmpeg bundle and the box it runs in; the only room that starts processes.
 *
 * <p>Before it comes a file that {@code media.probe} has looked at; callers hand in a typed {@link
 * slipway.media.ffmpeg.ToolCommand}, never a line of text.
 *
 * <p>After it stand an {@link slipway.media.ffmpeg.Outcome} and the files in the work folder, which
 * {@code media.transcode} and the pipeline check and take over.
 */
@NullMarked
package slipway.media.ffmpeg;

import org.jspecify.annotations.NullMarked;
