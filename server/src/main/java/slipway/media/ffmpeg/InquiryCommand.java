package slipway.media.ffmpeg;

import java.nio.file.Path;
import java.util.List;

/** Asks a tool about itself; reads no file. */
record InquiryCommand(Tool tool, Question question) implements ToolCommand {

  enum Question {
    VERSION("-version"),
    ENCODERS("-encoders");

    private final String option;

    Question(String option) {
      this.option = option;
    }
  }

  @Override
  public List<Path> inputs() {
    return List.of();
  }

  @Override
  public List<String> arguments(Path workFolder) {
    return question == Question.VERSION
        ? List.of(question.option)
        : List.of("-hide_banner", question.option);
  }
}
