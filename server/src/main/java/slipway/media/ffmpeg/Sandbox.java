package slipway.media.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Puts a tool's command line behind one {@link Layer}: programs of util-linux and bubblewrap that
 * each set something up and then become the next one, so no shell and no extra process stays. A
 * shell among them waits for a line on standard input, or gives up at its end: until then {@link
 * LastWill} may not know the tool yet.
 *
 * <p>Inside bubblewrap a path is the same as outside. What is there: the system's libraries, the
 * tool's folder, the input (all read-only), the work folder, and fresh {@code /tmp}, {@code /proc}
 * and {@code /dev}.
 */
final class Sandbox {
  private static final List<Path> LIBRARIES =
      List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"), Path.of("/lib"), Path.of("/lib64"));

  private static final Pattern OWN_ERROR =
      Pattern.compile("(/\\S*/)?(bwrap|prlimit|setpriv|setsid|nice|sh): ");

  /** Without a shell's own words in the line: what follows are its arguments, taken as they are. */
  private static final String WAIT = "read -r go && exec \"$@\" </dev/null";

  private final Layer layer;
  private final Programs programs;
  private final List<Path> readable;

  private Sandbox(Layer layer, Programs programs, List<Path> readable) {
    this.layer = layer;
    this.programs = programs;
    this.readable = readable;
  }

  /** The programs a layer stands on; empty when not installed. */
  record Programs(
      Optional<Path> shell,
      Optional<Path> setsid,
      Optional<Path> setpriv,
      Optional<Path> prlimit,
      Optional<Path> nice,
      Optional<Path> bwrap) {

    static Programs in(List<Path> searchPath) {
      return new Programs(
          find(searchPath, "sh").or(() -> find(List.of(Path.of("/bin")), "sh")),
          find(searchPath, "setsid"),
          find(searchPath, "setpriv"),
          find(searchPath, "prlimit"),
          find(searchPath, "nice"),
          find(searchPath, "bwrap"));
    }

    /** What a group of its own needs, and its end with this server. */
    private Optional<LastWill.Launcher> launcher() {
      return setsid.flatMap(path -> shell.map(sh -> new LastWill.Launcher(path, sh)));
    }

    private static Optional<Path> find(List<Path> searchPath, String name) {
      return searchPath.stream()
          .map(folder -> folder.resolve(name))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }

  /**
   * @param toolFolder the folder of ffmpeg and its libraries
   * @return the sandbox, or empty when a program that the layer needs is not installed
   */
  static Optional<Sandbox> of(Layer layer, FfmpegSettings settings, Path toolFolder) {
    Programs programs = Programs.in(settings.searchPath());
    boolean limits =
        programs.launcher().isPresent()
            && programs.setpriv.isPresent()
            && programs.prlimit.isPresent();
    boolean possible =
        switch (layer) {
          case BARE -> true;
          case LIMITS -> limits;
          case BUBBLEWRAP -> limits && programs.bwrap.isPresent();
        };
    List<Path> readable = new ArrayList<>(settings.readableFolders());
    readable.add(toolFolder);
    return possible ? Optional.of(new Sandbox(layer, programs, readable)) : Optional.empty();
  }

  Layer layer() {
    return layer;
  }

  /**
   * Present where the process that is started leads its own group, and waits for a line on standard
   * input.
   */
  Optional<LastWill.Launcher> launcher() {
    return programs.launcher();
  }

  /** Whether the first word on standard error comes from the sandbox, before the tool began. */
  static boolean failedItself(String errors) {
    return OWN_ERROR.matcher(errors).lookingAt();
  }

  /** The whole command line. */
  List<String> wrap(
      Path program, List<String> arguments, List<Path> inputs, Path workFolder, Limits limits) {
    List<String> line = new ArrayList<>();
    programs
        .launcher()
        .ifPresent(launcher ->
            line.addAll(
                List.of(
                    launcher.setsid().toString(), launcher.shell().toString(), "-c", WAIT, "sh")));
    if (layer != Layer.BARE) {
      setpriv(line);
      prlimit(line, limits);
    }
    programs.nice.ifPresent(
        nice -> line.addAll(List.of(nice.toString(), "-n", Integer.toString(limits.nice()))));
    if (layer == Layer.BUBBLEWRAP) {
      bubblewrap(line, inputs, workFolder);
    }
    line.add(program.toString());
    line.addAll(arguments);
    return List.copyOf(line);
  }

  private void setpriv(List<String> line) {
    line.add(programs.setpriv.orElseThrow().toString());
    line.addAll(List.of("--pdeathsig", "KILL"));
    if (layer == Layer.LIMITS) {
      // A setuid bubblewrap, as some systems ship it, would stop working; it sets this by itself.
      line.add("--no-new-privs");
    }
    line.add("--");
  }

  private void prlimit(List<String> line, Limits limits) {
    line.add(programs.prlimit.orElseThrow().toString());
    line.add("--as=" + limits.addressSpaceBytes());
    line.add("--cpu=" + (limits.cpu().toSeconds() + 1));
    line.add("--fsize=" + limits.fileBytes());
    line.add("--nofile=" + limits.openFiles());
    line.add("--core=0");
    line.add("--");
  }

  private void bubblewrap(List<String> line, List<Path> inputs, Path workFolder) {
    line.add(programs.bwrap.orElseThrow().toString());
    line.addAll(List.of("--unshare-all", "--die-with-parent", "--cap-drop", "ALL"));
    LIBRARIES.forEach(folder -> library(line, folder));
    // The loader's cache, and Debian's links to the chosen variant of some libraries.
    for (String file : List.of("/etc/ld.so.cache", "/etc/alternatives")) {
      line.addAll(List.of("--ro-bind-try", file, file));
    }
    line.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
    readable.forEach(folder -> readOnly(line, folder));
    inputs.forEach(file -> readOnly(line, file));
    line.addAll(List.of("--bind", workFolder.toString(), workFolder.toString()));
    line.addAll(List.of("--chdir", workFolder.toString(), "--"));
  }

  private static void readOnly(List<String> line, Path path) {
    line.addAll(List.of("--ro-bind", path.toString(), path.toString()));
  }

  /** {@code /lib} is a link to {@code /usr/lib} on most systems; the loader's path goes by it. */
  private static void library(List<String> line, Path folder) {
    try {
      if (Files.isSymbolicLink(folder)) {
        String target = Files.readSymbolicLink(folder).toString();
        line.addAll(List.of("--symlink", target, folder.toString()));
      } else if (Files.isDirectory(folder)) {
        readOnly(line, folder);
      }
    } catch (IOException unreadable) {
      // Left out: the self-test decides whether the tool runs without it.
    }
  }
}
