package slipway.media.ffmpeg;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;

/** The real tools, of which some runs fail. */
public final class FaultyFfmpeg {
  private FaultyFfmpeg() {}

  /**
   * Skips the test where that cannot be.
   *
   * @param folder for the scripts, and for files that they look at
   * @param fault shell code before each run; the tool is {@code $0}, its arguments {@code $*}
   */
  public static Ffmpeg in(Path folder, String fault) throws IOException {
    Ffmpeg real = RealFfmpeg.in(Layer.LIMITS);
    String home = real.folder().toString();
    String script = fault + "\nLD_LIBRARY_PATH=" + home + " exec " + home + "/${0##*/} \"$@\"";
    Path tools = FakeTools.write(folder.resolve("tools"), script);
    FfmpegSettings settings =
        FfmpegSettings.defaults().withPath(tools).withoutBundle().withStrongestLayer(Layer.LIMITS);
    FfmpegState state = Ffmpeg.find(settings, folder, folder.resolve("scratch"));
    assumeTrue(state instanceof FfmpegState.Present, () -> "skipped: no such tools: " + state);
    return ((FfmpegState.Present) state).ffmpeg();
  }
}
