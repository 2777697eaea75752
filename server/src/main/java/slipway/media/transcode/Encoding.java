package slipway.media.transcode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegCommand;
import slipway.media.ffmpeg.Limits;
import slipway.media.ffmpeg.Outcome;
import slipway.media.ffmpeg.Progress;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.transcode.EncodingResult.Trouble;

/**
 * Makes the files of a plan, or those of one chunk of it: one run of ffmpeg that decodes once and
 * writes a file for each rung (pictures only) and {@value LadderPlan#AUDIO_FILE} into the work
 * folder (MD-30). Stateless; blocks until ffmpeg has gone.
 */
public final class Encoding {
  private static final Logger LOG = LoggerFactory.getLogger(Encoding.class);

  private final Ffmpeg ffmpeg;
  private final TranscodeSettings settings;

  public Encoding(Ffmpeg ffmpeg, TranscodeSettings settings) {
    this.ffmpeg = ffmpeg;
    this.settings = settings;
  }

  /**
   * Runs the plan.
   *
   * @param source absolute path of our own, with no text of a user in it
   * @param folder empty; the caller moves the results out and closes it
   * @param progress gets numbers that never fall, from 0 up to 0.99; 1 is for the caller to say,
   *     after verification (MD-42). Called on a thread of the box
   * @param cancellation ends the run from another thread
   */
  public EncodingResult make(
      LadderPlan plan,
      Path source,
      WorkFolder folder,
      DoubleConsumer progress,
      Cancellation cancellation) {
    return run(
        plan, source, Optional.empty(), plan.expectedDuration(), folder, progress, cancellation);
  }

  /**
   * Runs one chunk of the plan's pictures (MD-40); each file begins at 0.
   *
   * @param chunking of the whole plan, whichever of its rungs are made here
   * @param number from 0, below its count
   */
  public EncodingResult makeChunk(
      LadderPlan plan,
      Chunking chunking,
      int number,
      Path source,
      WorkFolder folder,
      DoubleConsumer progress,
      Cancellation cancellation) {
    Window window = chunking.window(number);
    Duration left = plan.expectedDuration().minus(window.start());
    return run(
        plan.silent(),
        source,
        Optional.of(window),
        window.length().orElse(left),
        folder,
        progress,
        cancellation);
  }

  /**
   * Runs the plan over a part of the source; each file begins at 0.
   *
   * @param from after the beginning of the source
   * @param length of the part; empty for all that follows
   */
  EncodingResult makePart(
      LadderPlan plan,
      Duration from,
      Optional<Duration> length,
      Path source,
      WorkFolder folder,
      DoubleConsumer progress,
      Cancellation cancellation) {
    // Key frames are counted from the beginning of the part.
    Window window = new Window(0, Duration.ZERO, from, length, OptionalLong.empty());
    Duration rest = plan.expectedDuration().minus(from);
    Duration expected = length.filter(part -> part.compareTo(rest) < 0).orElse(rest);
    return run(
        plan,
        source,
        Optional.of(window),
        expected.isPositive() ? expected : Duration.ofSeconds(1),
        folder,
        progress,
        cancellation);
  }

  /**
   * Makes the plan's sound in pieces (decision 0021): one run of one encoder, whose packets lie in
   * several files that come one after the other.
   *
   * @param cuts where it is cut, ascending; there is one piece more
   * @param folder where the pieces are, under the names of {@link SoundPieces}
   */
  public EncodingResult makeSound(
      LadderPlan plan,
      List<Duration> cuts,
      Path source,
      WorkFolder folder,
      DoubleConsumer progress,
      Cancellation cancellation) {
    LadderPlan sound = plan.soundOnly();
    Duration length = plan.expectedDuration();
    Ascending ascending = new Ascending(length, progress);
    Outcome outcome =
        ffmpeg
            .box()
            .run(
                LadderCommand.ofSound(sound, cuts, source, ffmpeg.settings()),
                folder,
                ffmpeg
                    .settings()
                    .transcodeLimits(length)
                    .writing(OutputBound.of(sound, length, source)),
                Progress.listener(ascending::report),
                cancellation);
    // The pieces may have been moved out already.
    return result(outcome, Map.of());
  }

  /** Why a rung cannot be made here at all; empty when it can be tried. */
  public Optional<String> obstacle(Rung rung) {
    if (!rung.encoder().streams() && !ffmpeg.encoders().contains(Encoders.OPUS)) {
      return Optional.of("This server's FFmpeg has no encoder for Opus, the sound of WebM.");
    }
    return ffmpeg.encoders().contains(rung.encoder().encoder())
        ? Optional.empty()
        : Optional.of("This server's FFmpeg has no encoder for " + rung.encoder() + ".");
  }

  private EncodingResult run(
      LadderPlan plan,
      Path source,
      Optional<Window> window,
      Duration length,
      WorkFolder folder,
      DoubleConsumer progress,
      Cancellation cancellation) {
    if (!ffmpeg.missingEncoders().isEmpty()) {
      return new EncodingResult.TryAgain(
          Trouble.BROKEN,
          "Transcoding waits for an FFmpeg with the encoders it needs.",
          "missing encoders: " + ffmpeg.missingEncoders());
    }
    Duration wanted = window.map(Window::seek).orElse(Duration.ZERO);
    Optional<Integer> track =
        plan.rungs().isEmpty()
            ? Optional.empty()
            : plan.picture().map(picture -> picture.track().index());
    return switch (new Foothold(ffmpeg, plan.facts(), source)
        .before(wanted, track, folder, cancellation)) {
      case Foothold.Found.Nowhere(EncodingResult instead) -> instead;
      case Foothold.Found.At(Duration from) -> {
        Reading reading = Reading.of(plan, wanted, from, window.flatMap(Window::length));
        yield run(plan, source, window, reading, length, folder, progress, cancellation);
      }
    };
  }

  private EncodingResult run(
      LadderPlan plan,
      Path source,
      Optional<Window> window,
      Reading reading,
      Duration length,
      WorkFolder folder,
      DoubleConsumer progress,
      Cancellation cancellation) {
    FfmpegCommand command =
        LadderCommand.of(plan, source, window, reading, ffmpeg.settings(), settings);
    Ascending ascending = new Ascending(length, progress);
    Limits limits =
        ffmpeg
            .settings()
            .transcodeLimits(length.plus(reading.more()))
            .writing(OutputBound.of(plan, length, source));
    Map<String, Path> files = new LinkedHashMap<>();
    for (int i = 0; i < plan.rungs().size(); i++) {
      Rung rung = plan.rungs().get(i);
      files.put(rung.name(), folder.path().resolve(rung.fileName(i)));
    }
    plan.audio()
        .ifPresent(
            any -> files.put(LadderPlan.AUDIO, folder.path().resolve(LadderPlan.AUDIO_FILE)));
    Outcome outcome = run(command, folder, limits, ascending, cancellation);
    if (outcome.ranOutOfRoom()) {
      // How large a film becomes nobody knows before. What the first run wrote is in the way.
      files.values().forEach(Encoding::delete);
      outcome = run(command, folder, limits.raised(), ascending, cancellation);
    }
    return result(outcome, files);
  }

  private Outcome run(
      FfmpegCommand command,
      WorkFolder folder,
      Limits limits,
      Ascending ascending,
      Cancellation cancellation) {
    return ffmpeg
        .box()
        .run(command, folder, limits, Progress.listener(ascending::report), cancellation);
  }

  /** What cannot be deleted is written over. */
  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException stays) {
      LOG.debug("what a run left behind stays", stays);
    }
  }

  /** What an outcome means for whoever uploaded the file. */
  static EncodingResult result(Outcome outcome, Map<String, Path> files) {
    return switch (outcome) {
      case Outcome.Finished finished -> made(files, finished);
      case Outcome.Failed failed when failed.permanent() ->
          new EncodingResult.Rejected(
              "The file is damaged or holds something that cannot be converted.",
              "exit code " + failed.exitCode() + "\n" + failed.stderrTail());
      case Outcome.Failed failed when failed.ranOutOfRoom() -> tooLarge(failed.stderrTail());
      case Outcome.Failed failed ->
          new EncodingResult.TryAgain(
              Trouble.BROKEN,
              "Converting the file failed.",
              "exit code " + failed.exitCode() + "\n" + failed.stderrTail());
      case Outcome.TimedOut late ->
          new EncodingResult.TryAgain(
              Trouble.TOO_SLOW,
              "Converting the file took too long.",
              late.clock() + " after " + late.after() + "\n" + late.stderrTail());
      case Outcome.Killed killed ->
          switch (killed.cause()) {
            case CANCELLED -> new EncodingResult.Cancelled();
            case OUTPUT_TOO_LARGE -> tooLarge(killed.stderrTail());
            case NO_ROOM -> new EncodingResult.NoRoom();
          };
      case Outcome.NotStarted not ->
          new EncodingResult.TryAgain(
              Trouble.BROKEN, "Converting the file could not be started.", not.reason());
    };
  }

  private static EncodingResult tooLarge(String detail) {
    return new EncodingResult.TryAgain(
        Trouble.TOO_LARGE, "Converting the file needed too much space.", detail);
  }

  private static EncodingResult made(Map<String, Path> files, Outcome.Finished finished) {
    List<Path> missing =
        files.values().stream().filter(file -> !Files.isRegularFile(file)).toList();
    return missing.isEmpty()
        ? new EncodingResult.Made(files, finished.stderrTail())
        : new EncodingResult.Rejected(
            "The file is damaged: nothing in it could be converted.", finished.stderrTail());
  }

  /** Turns ffmpeg's position into a share that never falls. */
  static final class Ascending {
    private final double seconds;
    private final DoubleConsumer progress;
    private double furthest = -1;

    Ascending(Duration duration, DoubleConsumer progress) {
      this.seconds = Math.max(0.001, duration.toNanos() / 1e9);
      this.progress = progress;
    }

    void report(Progress now) {
      double share = now.last() ? 0.99 : Math.min(0.99, now.outTime().toNanos() / 1e9 / seconds);
      if (share > furthest) {
        furthest = share;
        progress.accept(share);
      }
    }
  }
}
