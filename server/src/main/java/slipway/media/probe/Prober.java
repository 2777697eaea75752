package slipway.media.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Demuxer;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegCommand;
import slipway.media.ffmpeg.Outcome;
import slipway.media.ffmpeg.ProbeCommand;
import slipway.media.ffmpeg.Progress;
import slipway.media.ffmpeg.WorkFolder;

/**
 * Looks into a file with ffprobe, in the box. Stateless; use it from any thread. Blocks for 20 to
 * 100 ms as a rule and for {@code ffmpeg.probe-deadline} at most.
 */
public final class Prober {
  private static final Logger log = LoggerFactory.getLogger(Prober.class);

  private static final String UNREADABLE =
      "The file cannot be read: it is damaged, cut off before its index, or not a video or audio"
          + " file that is supported.";

  private static final String UNSUPPORTED_CODEC =
      "The file has a track in a format that is not supported.";

  private static final String TOO_MUCH_MEMORY =
      "Reading what the file says about itself takes more memory than is allowed for one file.";

  private static final String TOO_MANY_TRACKS =
      "The file has more than %d tracks.".formatted(ProbeCommand.MOST_TRACKS);

  /** FFmpeg's word for more tracks than allowed, which then count as memory that is missing. */
  private static final String MORE_STREAMS = "exceeds max_streams";

  /** The system's word for ENOMEM; there is no other one in an empty environment. */
  private static final String NO_MEMORY = "Cannot allocate memory";

  private static final Pattern CODEC_NOT_LISTED =
      Pattern.compile("Codec \\([^)]*\\) not on whitelist");

  private final Ffmpeg ffmpeg;

  public Prober(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /**
   * Looks into a file that the {@link Sniffer} let pass.
   *
   * @param file absolute path of our own, with no text of a user in it
   * @param container what the first bytes said; the file is opened as that and nothing else
   */
  public ProbeResult probe(Path file, Container container) {
    return probe(file, container, Optional.empty());
  }

  /**
   * The same with what was read of it before.
   *
   * @param index what that of the same file says; empty when nobody has read it yet, or nobody can
   */
  public ProbeResult probe(Path file, Container container, Optional<IndexedLengths> index) {
    try {
      if (container == Container.ISO_BMFF && ProtectionMarks.in(file)) {
        return new ProbeResult.Encrypted();
      }
      return ask(file, container, index);
    } catch (IOException failure) {
      // Whoever is stopped while he reads is told so by a failure of the file.
      return Thread.currentThread().isInterrupted()
          ? new ProbeResult.Stopped()
          : new ProbeResult.Hindered(failure);
    }
  }

  private ProbeResult ask(Path file, Container container, Optional<IndexedLengths> index)
      throws IOException {
    FlatReport report = new FlatReport();
    long maxPixels = ffmpeg.settings().maxPixels();
    ProbeCommand command = new ProbeCommand(file, container.demuxer(), maxPixels);
    Outcome outcome;
    try (WorkFolder folder = ffmpeg.workFolder()) {
      outcome =
          ffmpeg
              .box()
              .run(
                  command,
                  folder,
                  ffmpeg.settings().probeLimits(),
                  report::line,
                  new Cancellation());
    }
    return switch (outcome) {
      case Outcome.Finished finished ->
          judge(file, new FactsReader(report, lengths(file, container, index)));
      case Outcome.Failed failed -> refusal(failed);
      case Outcome.TimedOut late -> new ProbeResult.TimedOut();
      case Outcome.Killed killed ->
          killed.cause() == Outcome.Cause.CANCELLED
              ? new ProbeResult.Stopped()
              : new ProbeResult.Unavailable("ffprobe was stopped: " + killed.cause());
      case Outcome.NotStarted not -> new ProbeResult.Unavailable(not.reason());
    };
  }

  private static IndexedLengths lengths(
      Path file, Container container, Optional<IndexedLengths> index) throws IOException {
    if (index.isPresent()) {
      return index.get();
    }
    return container == Container.ISO_BMFF ? IndexedLengths.in(file) : IndexedLengths.NONE;
  }

  /** ffprobe ends with 1 for every file it cannot read; crashes and kills are no word about it. */
  private static ProbeResult refusal(Outcome.Failed failed) {
    if (failed.exitCode() != 1 && !failed.permanent()) {
      return new ProbeResult.Unavailable("ffprobe ended with exit code " + failed.exitCode());
    }
    if (failed.stderrTail().contains(MORE_STREAMS)) {
      return new ProbeResult.Unreadable(TOO_MANY_TRACKS);
    }
    if (failed.stderrTail().contains(NO_MEMORY)) {
      return new ProbeResult.Unreadable(TOO_MUCH_MEMORY);
    }
    boolean codec =
        failed.stderrTail().lines().anyMatch(line -> CODEC_NOT_LISTED.matcher(line).find());
    return new ProbeResult.Unreadable(codec ? UNSUPPORTED_CODEC : UNREADABLE);
  }

  private ProbeResult judge(Path file, FactsReader reader) throws IOException {
    if (reader.encrypted()) {
      return new ProbeResult.Encrypted();
    }
    Optional<Demuxer> demuxer = reader.demuxer();
    if (demuxer.isEmpty()) {
      return new ProbeResult.Unreadable(UNREADABLE);
    }
    MediaFacts facts = reader.facts(demuxer.get(), reader.duration().orElse(Duration.ZERO));
    if (facts.video().isEmpty() && facts.audio().isEmpty()) {
      return new ProbeResult.NoUsableTracks(noUsableTracks(facts));
    }
    Duration longest = longest(facts);
    if (longest.compareTo(ffmpeg.settings().maxDuration()) > 0) {
      return new ProbeResult.Unreadable(tooLong(longest));
    }
    if (facts.duration().isZero()) {
      Optional<Duration> counted = count(file, facts);
      if (counted.isPresent()) {
        return new ProbeResult.Probed(reader.facts(demuxer.get(), counted.get()));
      }
    }
    return new ProbeResult.Probed(facts);
  }

  /** The work is planned by the lengths of tracks, which may be others than the file's. */
  private static Duration longest(MediaFacts facts) {
    return Stream.of(
            Optional.of(facts.duration()),
            facts.video().flatMap(Track.Video::duration),
            facts.audio().flatMap(Track.Audio::duration))
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private String tooLong(Duration claimed) {
    return ("The file says that it plays for %d hours, and more than %d are not converted. If that"
            + " is true, it has to be cut.")
        .formatted(claimed.toHours(), ffmpeg.settings().maxDuration().toHours());
  }

  private static String noUsableTracks(MediaFacts facts) {
    boolean cover =
        facts.tracks().stream()
            .anyMatch(track -> track instanceof Track.Video video && video.picture());
    return cover
        ? "The file holds a picture but no video or audio track that can be decoded."
        : "The file holds no video or audio track that can be decoded.";
  }

  /** Reads the whole file without decoding, to see where it ends (MD-18). */
  private Optional<Duration> count(Path file, MediaFacts facts) throws IOException {
    int track =
        facts
            .video()
            .map(Track.Video::index)
            .or(() -> facts.audio().map(Track.Audio::index))
            .orElseThrow();
    FfmpegCommand command =
        new FfmpegCommand(
            file,
            Optional.of(facts.demuxer()),
            ffmpeg.settings().maxPixels(),
            ffmpeg.settings().threads(),
            Optional.empty(),
            List.of(
                new FfmpegCommand.Output("0:" + track, List.of("-c", "copy"), Optional.empty())));
    AtomicLong end = new AtomicLong();
    Consumer<String> lines = Progress.listener(progress -> end.set(progress.outTime().toNanos()));
    try (WorkFolder folder = ffmpeg.workFolder()) {
      Outcome outcome =
          ffmpeg
              .box()
              .run(command, folder, ffmpeg.settings().countLimits(), lines, new Cancellation());
      if (outcome instanceof Outcome.Finished && end.get() > 0) {
        return Optional.of(Duration.ofNanos(end.get()));
      }
      log.info("how long a file without a length plays could not be found out: {}", outcome);
      return Optional.empty();
    }
  }
}
