package slipway.media.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server that runs tools, on virtual threads as the real one does, and is then killed. */
final class BoxInAnotherJvm {
  private BoxInAnotherJvm() {}

  /** Arguments: folder of the tools, layer, scratch folder, how many run at once. */
  public static void main(String[] arguments) throws InterruptedException {
    int tools = Integer.parseInt(arguments[3]);
    List<Thread> runs = new ArrayList<>();
    for (int i = 0; i < tools; i++) {
      runs.add(Thread.ofVirtual().start(() -> run(arguments)));
    }
    for (Thread run : runs) {
      run.join();
    }
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
