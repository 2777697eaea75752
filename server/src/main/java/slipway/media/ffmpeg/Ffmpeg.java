package slipway.media.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An FFmpeg that was found and tried, with the box to run it in. Share one between all threads.
 *
 * @param origin where it came from
 * @param folder holds {@code ffmpeg} and {@code ffprobe}
 * @param version as {@code -version} says, such as {@code 8.0.1}
 * @param encoders names of all its encoders
 * @param box runs it; {@link Box#layer()} tells the sandbox layer in force
 * @param settings those it was found with
 * @param scratch where work folders are made
 * @param notes what was tried first and why it was passed over, for the start report and health
 */
public record Ffmpeg(
    Origin origin,
    Path folder,
    String version,
    Set<String> encoders,
    Box box,
    FfmpegSettings settings,
    Path scratch,
    List<String> notes) {

  /** Without these there is no rendition; everything else works (MD-05). */
  private static final List<String> NEEDED_ENCODERS = List.of("libx264", "aac");

  /** Where an FFmpeg came from. */
  public enum Origin {
    CONFIGURED,
    BUNDLE,
    SEARCH_PATH
  }

  /** Copies the collections. */
  public Ffmpeg {
    encoders = Set.copyOf(encoders);
    notes = List.copyOf(notes);
  }

  /** Encoders that we need and this FFmpeg lacks; empty when it can transcode. */
  public List<String> missingEncoders() {
    return NEEDED_ENCODERS.stream().filter(name -> !encoders.contains(name)).toList();
  }

  /** A new, empty work folder for one run; close it afterwards. */
  public WorkFolder workFolder() throws IOException {
    return WorkFolder.in(scratch);
  }

  /**
   * Looks at the configured path, then the bundle, then the search path (MD-05), and takes the
   * first that starts, in the strongest sandbox layer in which it starts (MD-21). Takes about a
   * second when the bundle must be unpacked, else a tenth. Never throws for a missing or broken
   * FFmpeg.
   *
   * @param home where the bundle is unpacked
   * @param scratch where work folders are made; leftovers of an earlier life are deleted
   * @param room on the disk of {@code scratch}
   */
  public static FfmpegState find(FfmpegSettings settings, Path home, Path scratch, Room room) {
    return new Search(settings, home, scratch, room).run();
  }

  /** The same where nobody keeps anything in reserve. */
  public static FfmpegState find(FfmpegSettings settings, Path home, Path scratch) {
    return find(settings, home, scratch, Room.BOUNDLESS);
  }

  private static final class Search {
    private final FfmpegSettings settings;
    private final Path home;
    private final Path scratch;
    private final Room room;
    private final List<String> notes = new ArrayList<>();
    private Optional<IOException> hindrance = Optional.empty();

    Search(FfmpegSettings settings, Path home, Path scratch, Room room) {
      this.settings = settings;
      this.home = home;
      this.scratch = scratch.toAbsolutePath().normalize();
      this.room = room;
    }

    FfmpegState run() {
      try {
        WorkFolder.sweep(scratch);
      } catch (IOException failure) {
        notes.add("cannot clear " + scratch + ": " + failure);
      }
      return configured()
          .or(this::bundled)
          .or(this::onSearchPath)
          .<FfmpegState>map(FfmpegState.Present::new)
          .orElseGet(() -> new FfmpegState.Absent(notes, hindrance));
    }

    private Optional<Ffmpeg> configured() {
      return settings
          .path()
          .flatMap(folder -> tryFolder(Origin.CONFIGURED, folder.toAbsolutePath().normalize()));
    }

    private Optional<Ffmpeg> bundled() {
      if (!settings.useBundle()) {
        notes.add("bundle: switched off");
        return Optional.empty();
      }
      String system = System.getProperty("os.name", "");
      String architecture = System.getProperty("os.arch", "");
      Optional<Bundle> bundle = Bundle.on(system, architecture);
      if (bundle.isEmpty()) {
        notes.add("bundle: this build has none for " + system + " " + architecture);
        return Optional.empty();
      }
      try {
        return tryFolder(Origin.BUNDLE, bundle.get().install(home));
      } catch (IOException failure) {
        hindrance = Optional.of(failure);
        notes.add("bundle: cannot be unpacked into " + home + ": " + failure);
        return Optional.empty();
      }
    }

    private Optional<Ffmpeg> onSearchPath() {
      for (Path folder : settings.searchPath()) {
        if (Files.isExecutable(folder.resolve(Tool.FFMPEG.program()))) {
          return tryFolder(Origin.SEARCH_PATH, folder.toAbsolutePath().normalize());
        }
      }
      notes.add("search path: no ffmpeg in " + settings.searchPath());
      return Optional.empty();
    }

    private Optional<Ffmpeg> tryFolder(Origin origin, Path folder) {
      for (Tool tool : Tool.values()) {
        if (!Files.isExecutable(folder.resolve(tool.program()))) {
          notes.add(folder + ": no " + tool.program() + " that can be run");
          return Optional.empty();
        }
      }
      for (Layer layer : settings.strongestLayer().andWeaker()) {
        Optional<Ffmpeg> found = tryLayer(origin, folder, layer);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }

    private Optional<Ffmpeg> tryLayer(Origin origin, Path folder, Layer layer) {
      Optional<Sandbox> sandbox = Sandbox.of(layer, settings, folder);
      if (sandbox.isEmpty()) {
        notes.add("sandbox " + layer + ": its programs are not installed");
        return Optional.empty();
      }
      Box box = new Box(folder, sandbox.get(), bringsLibraries(folder), room);
      List<String> version = new ArrayList<>();
      List<String> encoders = new ArrayList<>();
      boolean works =
          ask(box, folder, Tool.FFMPEG, InquiryCommand.Question.VERSION, version)
              && ask(box, folder, Tool.FFPROBE, InquiryCommand.Question.VERSION, new ArrayList<>())
              && ask(box, folder, Tool.FFMPEG, InquiryCommand.Question.ENCODERS, encoders);
      return works
          ? Optional.of(
              new Ffmpeg(
                  origin,
                  folder,
                  versionIn(version),
                  encodersIn(encoders),
                  box,
                  settings,
                  scratch,
                  notes))
          : Optional.empty();
    }

    private boolean ask(
        Box box, Path folder, Tool tool, InquiryCommand.Question question, List<String> answer) {
      InquiryCommand command = new InquiryCommand(tool, question);
      // Nothing is written, so that it is found on a full disk, too.
      try (WorkFolder work = WorkFolder.that(scratch)) {
        // In what it will have when it works.
        Limits limits = tool == Tool.FFPROBE ? settings.probeLimits() : settings.pictureLimits();
        Outcome outcome = box.run(command, work, limits, bounded(answer), new Cancellation());
        return switch (outcome) {
          case Outcome.Finished finished -> true;
          case Outcome.Failed failed ->
              passOver(
                  box, folder, tool, "exit code " + failed.exitCode() + ", " + failed.stderrTail());
          case Outcome.NotStarted notStarted -> passOver(box, folder, tool, notStarted.reason());
          case Outcome.TimedOut late -> passOver(box, folder, tool, "no answer in time");
          case Outcome.Killed killed -> passOver(box, folder, tool, "was stopped");
        };
      } catch (IOException failure) {
        hindrance = Optional.of(failure);
        return passOver(box, folder, tool, failure.toString());
      }
    }

    private boolean passOver(Box box, Path folder, Tool tool, String reason) {
      String line = reason.strip().replace('\n', ' ');
      String clipped = line.length() > 300 ? line.substring(0, 300) + " ..." : line;
      notes.add("%s/%s, sandbox %s: %s".formatted(folder, tool.program(), box.layer(), clipped));
      return false;
    }

    private static boolean bringsLibraries(Path folder) {
      try (Stream<Path> files = Files.list(folder)) {
        return files.anyMatch(file -> file.getFileName().toString().startsWith("libavcodec.so"));
      } catch (IOException unreadable) {
        return false;
      }
    }
  }

  /** Keeps at most 4096 lines. */
  private static Consumer<String> bounded(List<String> lines) {
    return line -> {
      if (lines.size() < 4096) {
        lines.add(line);
      }
    };
  }

  /** The third word of {@code ffmpeg version 8.0.1 Copyright ...}. */
  static String versionIn(List<String> lines) {
    String[] words = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ", 4);
    return words.length >= 3 && words[1].equals("version") ? words[2] : "unknown";
  }

  /** The second column of lines such as {@code V....D libx264 H.264 / AVC ...}. */
  static Set<String> encodersIn(List<String> lines) {
    Set<String> names = new TreeSet<>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s+", 3);
      if (words.length == 3 && words[0].length() == 6 && !words[1].equals("=")) {
        names.add(words[1]);
      }
    }
    return names;
  }
}
