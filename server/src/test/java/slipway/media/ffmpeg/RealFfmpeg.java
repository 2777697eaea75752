package slipway.media.ffmpeg;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * The bundled FFmpeg for tests, unpacked once into the build folder, and the shared clips. Where
 * either is missing the test is skipped with a reason, never passed.
 */
public final class RealFfmpeg {
  private static final Path HOME = Path.of("target", "test-ffmpeg").toAbsolutePath();
  private static final ConcurrentMap<Layer, FfmpegState> FOUND = new ConcurrentHashMap<>();

  private RealFfmpeg() {}

  /** In the strongest layer that works here. */
  public static Ffmpeg inStrongestLayer() {
    return switch (FOUND.computeIfAbsent(Layer.BUBBLEWRAP, RealFfmpeg::find)) {
      case FfmpegState.Present present -> present.ffmpeg();
      case FfmpegState.Absent absent -> {
        assumeTrue(false, "skipped: no FFmpeg runs here: " + absent.reasons());
        throw new AssertionError();
      }
    };
  }

  /** In exactly this layer. */
  public static Ffmpeg in(Layer layer) {
    FfmpegState state = FOUND.computeIfAbsent(layer, RealFfmpeg::find);
    assumeTrue(
        state instanceof FfmpegState.Present present && present.ffmpeg().box().layer() == layer,
        () -> "skipped: no FFmpeg runs here in layer " + layer + ": " + state);
    return ((FfmpegState.Present) state).ffmpeg();
  }

  private static FfmpegState find(Layer layer) {
    FfmpegSettings settings = FfmpegSettings.defaults().withStrongestLayer(layer);
    // Each JVM and layer has its own scratch folder: finding sweeps it.
    Path scratch = HOME.resolve("scratch-" + ProcessHandle.current().pid() + "-" + layer);
    scratch.toFile().deleteOnExit();
    return Ffmpeg.find(settings, HOME, scratch);
  }

  /** A file of the shared clips. */
  public static Path clip(String name) {
    Path folder = clips();
    Path file = folder.resolve(name);
    assumeTrue(Files.isRegularFile(file), () -> "skipped: no clip " + file);
    return file;
  }

  private static Path clips() {
    String configured = System.getProperty("slipway.clips");
    if (configured != null) {
      return Path.of(configured).toAbsolutePath();
    }
    return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
        .map(at -> at.resolve("shared").resolve("media"))
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(Path.of("/no-shared-clips"));
  }
}
