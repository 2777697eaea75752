package slipway.media.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks ffprobe what a file holds, as {@code key="value"} lines (the flat writer).
 *
 * <p>There is no {@code -nostdin} here: ffprobe has no such option, takes it for a codec option and
 * swallows the next word. The box gives every tool an empty standard input instead.
 *
 * @param file an absolute path of our own
 * @param demuxer opens the file as this and nothing else, when the first bytes were clear
 * @param maxPixels pixels per picture above which the file is refused (MD-13)
 */
public record ProbeCommand(Path file, Optional<Demuxer> demuxer, long maxPixels)
    implements ToolCommand {
  /** Tracks that a file may have (MD-11). */
  public static final int MOST_TRACKS = 64;

  @Override
  public Tool tool() {
    return Tool.FFPROBE;
  }

  @Override
  public List<Path> inputs() {
    return List.of(file);
  }

  @Override
  public List<String> arguments(Path workFolder) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-hide_banner", "-v", "error"));
    arguments.addAll(List.of("-of", "flat", "-show_format", "-show_streams"));
    arguments.addAll(Admission.input(file, demuxer, maxPixels));
    return List.copyOf(arguments);
  }
}
