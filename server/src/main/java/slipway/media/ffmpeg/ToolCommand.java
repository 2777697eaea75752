package slipway.media.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One command line for one of the two tools. The three kinds are the only builders of arguments in
 * the house (REL-52); none takes text that a user wrote.
 */
public sealed interface ToolCommand permits FfmpegCommand, ProbeCommand, InquiryCommand {

  Tool tool();

  /** The file that is read, if one is; the box lets the tool see it and nothing beside it. */
  Optional<Path> input();

  /** The arguments after the program's name. Output files lie in {@code workFolder}. */
  List<String> arguments(Path workFolder);
}
