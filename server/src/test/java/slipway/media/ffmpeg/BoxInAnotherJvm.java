package slipway.media.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** A server that runs one tool, on a virtual thread as the real one does, and is then killed. */
final class BoxInAnotherJvm {
  private BoxInAnotherJvm() {}

  /** Arguments: folder of the tools, layer, scratch folder. */
  public static void main(String[] arguments) throws InterruptedException {
    Thread.ofVirtual().start(() -> run(arguments)).join();
  }

  private static void run(String[] arguments) {
    try (WorkFolder folder = WorkFolder.in(Path.of(arguments[2]))) {
      FakeTools.box(Path.of(arguments[0]), Layer.valueOf(arguments[1]))
          .run(
              new InquiryCommand(Tool.FFMPEG, InquiryCommand.Question.VERSION),
              folder,
              FakeTools.limits(Duration.ofSeconds(60)),
              line -> {},
              new Cancellation());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
