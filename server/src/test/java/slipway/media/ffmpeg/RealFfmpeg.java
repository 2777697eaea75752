package slipway.media.ffmpeg;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import slipway.testing.faults.FrailDisk;

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

  /** In the strongest layer that works here, on such a disk. */
  public static Ffmpeg on(Room room) {
    Ffmpeg found = inStrongestLayer();
    FfmpegSettings settings = found.settings();
    Path scratch = found.scratch().resolveSibling(found.scratch().getFileName() + "-on-a-disk");
    scratch.toFile().deleteOnExit();
    return ((FfmpegState.Present) Ffmpeg.find(settings, HOME, scratch, room)).ffmpeg();
  }

  /** In the strongest layer that works here, with settings that are told when it runs. */
  public static Ffmpeg with(UnaryOperator<FfmpegSettings> change) {
    Ffmpeg found = inStrongestLayer();
    return with(found, change.apply(found.settings()), found.scratch());
  }

  /** In the strongest layer that works here, where no work folder can be made: the disk is full. */
  public static Ffmpeg onFullDisk() {
    FrailDisk disk = new FrailDisk();
    disk.full();
    return workingOn(disk);
  }

  /** In the strongest layer that works here, with its work folders on this disk. */
  public static Ffmpeg workingOn(FrailDisk disk) {
    Ffmpeg found = inStrongestLayer();
    return with(found, found.settings(), disk.root().resolve("scratch"));
  }

  private static Ffmpeg with(Ffmpeg found, FfmpegSettings settings, Path scratch) {
    return new Ffmpeg(
        found.origin(),
        found.folder(),
        found.version(),
        found.encoders(),
        found.box(),
        settings,
        scratch,
        found.notes());
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

  /**
   * Makes a file with the real ffmpeg, outside the box, as MD-90 asks: {@code arguments} as on the
   * command line, without the output.
   */
  public static Path generate(Path output, String arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-v", "error", "-y"));
    line.addAll(List.of(arguments.split(" ")));
    line.add(output.toString());
    run(Tool.FFMPEG, line);
    return output;
  }

  /** Standard output of the real tool, outside the box. Fails unless it ends with 0. */
  public static List<String> run(Tool tool, List<String> arguments)
      throws IOException, InterruptedException {
    Ffmpeg ffmpeg = inStrongestLayer();
    List<String> line =
        new ArrayList<>(List.of(ffmpeg.folder().resolve(tool.program()).toString()));
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", ffmpeg.folder().toString());
    Process process = builder.start();
    List<String> lines;
    try (BufferedReader reader = process.inputReader()) {
      lines = reader.lines().toList();
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(line + " ended with " + process.exitValue() + ": " + lines);
    }
    return lines;
  }

  /** All of them; there may be none. */
  public static List<Path> allClips() throws IOException {
    Path folder = clips();
    assumeTrue(Files.isDirectory(folder), () -> "skipped: no clips in " + folder);
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
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
