package slipway.media.ffmpeg;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The real tools behind strace, without namespaces, to see which files and addresses they open. */
public final class TracedFfmpeg {
  private static final Path STRACE = Path.of("/usr/bin/strace");
  private static final Pattern OPENED = Pattern.compile("open(?:at)?\\([^\"]*\"([^\"]*)\"");

  private final Ffmpeg ffmpeg;
  private final Path bundle;
  private final Path trace;

  private TracedFfmpeg(Ffmpeg ffmpeg, Path bundle, Path trace) {
    this.ffmpeg = ffmpeg;
    this.bundle = bundle;
    this.trace = trace;
  }

  /** Skips the test where strace is missing or may not trace. */
  public static TracedFfmpeg in(Path folder) throws IOException {
    assumeTrue(Files.isExecutable(STRACE), "skipped: no " + STRACE);
    Ffmpeg real = RealFfmpeg.in(Layer.LIMITS);
    Path trace = folder.resolve("trace");
    String script =
        "LD_LIBRARY_PATH= exec "
            + STRACE
            + " -f -s 4096 -e trace=open,openat,connect -E LD_LIBRARY_PATH="
            + real.folder()
            + " -o "
            + trace
            + " "
            + real.folder()
            + "/${0##*/} \"$@\"";
    Path tools = FakeTools.write(folder.resolve("tools"), script);
    FfmpegSettings settings =
        FfmpegSettings.defaults().withPath(tools).withoutBundle().withStrongestLayer(Layer.LIMITS);
    FfmpegState state = Ffmpeg.find(settings, folder, folder.resolve("scratch"));
    assumeTrue(state instanceof FfmpegState.Present, () -> "skipped: cannot trace: " + state);
    return new TracedFfmpeg(((FfmpegState.Present) state).ffmpeg(), real.folder(), trace);
  }

  public Ffmpeg ffmpeg() {
    return ffmpeg;
  }

  /** What the last run opened, or tried to. */
  public List<Path> openedFiles() throws IOException {
    try (Stream<String> lines = Files.lines(trace)) {
      return lines
          .flatMap(line -> OPENED.matcher(line).results())
          .map((MatchResult result) -> Path.of(result.group(1)).normalize())
          .distinct()
          .toList();
    }
  }

  /** The last run's calls of {@code connect}. */
  public List<String> connections() throws IOException {
    try (Stream<String> lines = Files.lines(trace)) {
      return lines.filter(line -> line.contains("connect(")).toList();
    }
  }

  /** Libraries, the kernel's own files, and the job's folder. */
  public boolean allowed(Path path) {
    return Stream.of("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/proc", "/sys", "/dev")
            .anyMatch(path::startsWith)
        || path.equals(Path.of("/etc/ld.so.cache"))
        || path.equals(Path.of("/etc/localtime"))
        || path.startsWith(bundle)
        || path.startsWith(ffmpeg.scratch());
  }
}
