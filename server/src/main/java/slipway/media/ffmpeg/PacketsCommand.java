package slipway.media.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks ffprobe for the packets of one track between two times, without decoding any: a line of
 * presentation time, decoding time and flags for each, of which the first is {@code K} for a key
 * frame.
 *
 * @param file an absolute path of our own
 * @param demuxer opens the file as this and nothing else
 * @param maxPixels pixels per picture above which the file is refused (MD-13)
 * @param track its position in the file
 * @param from on the file's own time line, where reading begins at the latest; none is its start
 * @param to on the same, where it ends
 */
public record PacketsCommand(
    Path file, Demuxer demuxer, long maxPixels, int track, Optional<Duration> from, Duration to)
    implements ToolCommand {

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
    arguments.addAll(List.of("-of", "csv=p=0", "-show_entries", "packet=pts_time,dts_time,flags"));
    arguments.addAll(List.of("-select_streams", Integer.toString(track)));
    String start = from.map(FfmpegCommand.Excerpt::seconds).orElse("");
    arguments.addAll(List.of("-read_intervals", start + "%" + FfmpegCommand.Excerpt.seconds(to)));
    arguments.addAll(Admission.input(file, Optional.of(demuxer), maxPixels));
    return List.copyOf(arguments);
  }
}
