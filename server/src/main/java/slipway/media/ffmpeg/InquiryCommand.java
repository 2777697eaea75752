package slipway.media.ffmpeg;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
  public Optional<Path> input() {
    return Optional.empty();
  }

  @Override
  public List<String> arguments(Path workFolder) {
    return question == Question.VERSION
        ? List.of(question.option)
        : List.of("-hide_banner", question.option);
  }
}
