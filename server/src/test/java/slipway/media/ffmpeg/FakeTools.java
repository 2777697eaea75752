package slipway.media.ffmpeg;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An {@code ffmpeg} and {@code ffprobe} that are shell scripts, to see what the box does to them.
 */
final class FakeTools {
  private static final Path SHELL = Path.of("/usr/bin/sh");

  private FakeTools() {}

  /** Writes both tools with the same script into a folder. */
  static Path write(Path folder, String script) throws IOException {
    assumeTrue(Files.isExecutable(SHELL), "skipped: no " + SHELL);
    Files.createDirectories(folder);
    for (Tool tool : Tool.values()) {
      Path file = folder.resolve(tool.program());
      Files.writeString(file, "#!" + SHELL + "\n" + script + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return folder;
  }

  /** A box in exactly this layer, or a skipped test. */
  static Box box(Path toolFolder, Layer layer) {
    return box(toolFolder, layer, Room.BOUNDLESS);
  }

  /** The same on such a disk. */
  static Box box(Path toolFolder, Layer layer, Room room) {
    FfmpegSettings settings =
        FfmpegSettings.defaults().withReadableFolders(List.of(Path.of("/usr/bin")));
    Optional<Sandbox> sandbox = Sandbox.of(layer, settings, toolFolder);
    assumeTrue(sandbox.isPresent(), () -> "skipped: the programs of " + layer + " are missing");
    if (layer == Layer.BUBBLEWRAP) {
      RealFfmpeg.in(layer); // skips where namespaces are refused
    }
    return new Box(toolFolder, sandbox.get(), false, room);
  }

  static Limits limits(Duration deadline) {
    Limits usual = FfmpegSettings.defaults().pictureLimits();
    return new Limits(
        deadline,
        Optional.empty(),
        usual.cpu(),
        usual.addressSpaceBytes(),
        /* fileBytes= */ 64L << 20,
        /* folderBytes= */ 256L << 20,
        usual.openFiles(),
        usual.nice(),
        usual.heedsReserve());
  }

  /** Whether any process of this machine has this word among its arguments. */
  static boolean runs(String argument) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().arguments().stream())
        .flatMap(Arrays::stream)
        .anyMatch(argument::equals);
  }

  /** The command lines of this machine that have this text in them. */
  static List<String> named(String text) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(text))
        .toList();
  }
}
