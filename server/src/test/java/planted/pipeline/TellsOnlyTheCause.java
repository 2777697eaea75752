package planted.pipeline;

import planted.core.video.Failure;

final class TellsOnlyTheCause {
  Failure failure() {
    return new Failure("The file is damaged.");
  }
}
