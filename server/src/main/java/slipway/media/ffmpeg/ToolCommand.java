package slipway.media.ffmpeg;

import java.nio.file.Path;
import java.util.List;

/**
 * One command line for one of the two tools. The five kinds are the only builders of arguments in
 * the house (REL-52); none takes text that a user wrote.
 */
public sealed interface ToolCommand
    permits FfmpegCommand, ImageCommand, ProbeCommand, PacketsCommand, InquiryCommand {

  Tool tool();

  /** The files that are read; the box lets the tool see them and nothing beside them. */
  List<Path> inputs();

  /** The arguments after the program's name. Output files lie in {@code workFolder}. */
  List<String> arguments(Path workFolder);
}
