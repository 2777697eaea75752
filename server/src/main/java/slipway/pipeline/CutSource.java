package slipway.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.journey.MoveVideo;
import slipway.core.task.Work;
import slipway.core.video.Failure;
import slipway.core.video.Particulars;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.media.container.ByteSource;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.FileRange;
import slipway.media.packaging.Packability;
import slipway.media.packaging.PackagingCheck;
import slipway.media.packaging.PlainMp4;
import slipway.media.packaging.Resource;
import slipway.media.packaging.TrackInput;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;
import slipway.media.probe.Sniffed;
import slipway.media.probe.Sniffer;
import slipway.media.probe.Track;
import slipway.media.transcode.EncodingResult;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.SourcePart;
import slipway.media.transcode.TranscodeSettings;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.FullDisk;
import slipway.storage.NoSpaceException;
import slipway.storage.Sums;

/**
 * Takes the part that is wanted out of a source. By copying where the part begins with a picture
 * that needs none before it, else by encoding. What came stays as it is and is shown to nobody; the
 * part appears beside it whole or not at all, and every stage after this one reads that.
 */
public final class CutSource implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(CutSource.class);
  private static final Duration WAIT = Duration.ofMinutes(1);
  private static final int BUFFER = 1 << 20;
  private static final String FILE = "source";

  private final MoveVideo move;
  private final Work work;
  private final BlobStore blobs;
  private final FfmpegState state;
  private final TranscodeSettings settings;
  private final Path scratch;

  /** Works in folders of its own below {@code scratch}. */
  public CutSource(
      MoveVideo move,
      Work work,
      BlobStore blobs,
      FfmpegState state,
      TranscodeSettings settings,
      Path scratch) {
    this.move = move;
    this.work = work;
    this.blobs = blobs;
    this.state = state;
    this.settings = settings;
    this.scratch = scratch;
  }

  /** What is wanted; {@code length} is empty for all that follows. */
  private record Part(Duration from, Optional<Duration> length) {
    static Part of(Particulars said) {
      return new Part(
          Duration.ofSeconds(Objects.requireNonNullElse(said.clipStart(), 0)),
          Optional.ofNullable(said.clipLength()).map(Duration::ofSeconds));
    }

    /** Seconds that something of that length has of it. */
    double within(Duration whole) {
      return Math.max(0, Math.min(seconds(whole.minus(from)), most()));
    }

    /** Seconds that it may have. */
    double most() {
      return length.map(CutSource::seconds).orElse(Double.MAX_VALUE);
    }
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    UUID id = UUID.fromString(job.key());
    Optional<Video> found = move.underWay(id).filter(video -> video.wishes().isCut());
    if (found.isEmpty()) {
      return Outcome.done();
    }
    move.started(id);
    Part part = Part.of(found.get().wishes().effectiveParticulars());
    try (Blob blob = blobs.open(BlobKeys.source(id)).orElse(null)) {
      if (blob == null) {
        return failed(id, Failure.fileGone());
      }
      if (blobs.room() <= 0) {
        return waits(id, "Waiting for space on the disk to cut the file.");
      }
      Optional<Resource> copied = copied(new BlobSource(blob), part);
      return copied.isPresent()
          ? copy(id, copied.get(), new BlobSource(blob), control)
          : encode(id, job, part, blob, control);
    } catch (IOException failure) {
      FullDisk.orThrow(failure);
      return waits(id, "Waiting for space on the disk to cut the file.");
    }
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("cutting video {} was given up: {}", job.key(), reason);
    move.failed(
        UUID.fromString(job.key()),
        Failure.of(Failure.Kind.INTERNAL, "Cutting the file failed on our side."));
  }

  /** The part without encoding anything; empty when that would begin or play otherwise. */
  private static Optional<Resource> copied(ByteSource source, Part part) throws IOException {
    if (!(Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie movie))
        || !(PackagingCheck.of(movie, source) instanceof Packability.AsIs(var tracks))) {
      return Optional.empty();
    }
    List<TrackInput> inputs = inputs(FILE, tracks, 0);
    double from = movie.start() + seconds(part.from());
    double to =
        part.length()
            .map(length -> from + seconds(length))
            .orElse(movie.start() + movie.duration() + 1);
    return PlainMp4.canBeginAt(inputs, from)
        ? PlainMp4.excerpt(inputs, from, to)
        : Optional.empty();
  }

  private static List<TrackInput> inputs(String file, List<CheckedTrack> tracks, int before) {
    List<TrackInput> inputs = new ArrayList<>();
    for (CheckedTrack track : tracks) {
      inputs.add(new TrackInput("track" + (before + inputs.size()), file, track));
    }
    return inputs;
  }

  private Outcome copy(UUID id, Resource part, ByteSource source, JobControl control)
      throws IOException {
    try (WorkFolder folder = WorkFolder.in(scratch)) {
      return publish(id, part, Map.of(FILE, source), folder, control);
    }
  }

  private Outcome encode(UUID id, Job job, Part part, Blob blob, JobControl control)
      throws IOException {
    if (!(state instanceof FfmpegState.Present(Ffmpeg ffmpeg))
        || !ffmpeg.missingEncoders().isEmpty()) {
      return waits(id, "Waiting for an FFmpeg that can encode H.264 and AAC.");
    }
    Path source = blob.file().orElseThrow();
    boolean complete = blob.size() <= Sniffer.ENOUGH;
    ProbeResult found =
        Sniffer.look(Heads.of(blob, Sniffer.ENOUGH), complete) instanceof Sniffed.Media(var kind)
            ? new Prober(ffmpeg).probe(source, kind)
            : new ProbeResult.Unavailable("its first bytes are of no kind that is known");
    if (found instanceof ProbeResult.Hindered(IOException cause) && FullDisk.is(cause)) {
      throw cause;
    }
    if (found instanceof ProbeResult.Stopped) {
      return Tries.cancelled();
    }
    if (!(found instanceof ProbeResult.Probed(var facts))) {
      if (control.cutShort()) {
        return Tries.cancelled();
      }
      // It could be looked into a moment ago.
      log.warn("video {} could not be probed again: {}", id, found);
      return Tries.again(
          move, job, id, Failure.Kind.INTERNAL, "Looking into the file failed on our side.");
    }
    Cancellation cancellation = new Cancellation();
    control.onCancel(cancellation::cancel);
    try (WorkFolder folder = ffmpeg.workFolder()) {
      return encoded(id, job, part, facts, source, ffmpeg, folder, cancellation, control);
    }
  }

  private Outcome encoded(
      UUID id,
      Job job,
      Part part,
      MediaFacts facts,
      Path source,
      Ffmpeg ffmpeg,
      WorkFolder folder,
      Cancellation cancellation,
      JobControl control)
      throws IOException {
    EncodingResult result =
        new SourcePart(ffmpeg, settings)
            .make(facts, source, part.from(), part.length(), folder, _ -> {}, cancellation);
    return switch (result) {
      case EncodingResult.Made(Map<String, Path> files, _) ->
          join(id, files, part, facts, folder, control);
      case EncodingResult.Rejected(String cause, String detail) -> {
        log.info("the part of video {} cannot be encoded: {}", id, detail);
        yield failed(id, Failure.of(Failure.Kind.UNREADABLE, cause));
      }
      case EncodingResult.TryAgain _ when control.cutShort() -> Tries.cancelled();
      case EncodingResult.TryAgain(var trouble, String cause, String detail) -> {
        log.warn("cutting video {} failed: {}", id, detail);
        yield Tries.again(move, job, id, Tries.kind(trouble), cause);
      }
      case EncodingResult.NoRoom() ->
          throw new NoSpaceException("the disk of the work folders is full");
      case EncodingResult.Cancelled() -> Tries.cancelled();
    };
  }

  /**
   * Picture and sound in one file.
   *
   * @param made by the names of their rungs
   */
  private Outcome join(
      UUID id,
      Map<String, Path> made,
      Part part,
      MediaFacts facts,
      WorkFolder folder,
      JobControl control)
      throws IOException {
    Map<String, ByteSource> files = new HashMap<>();
    List<FileByteSource> open = new ArrayList<>();
    List<TrackInput> tracks = new ArrayList<>();
    try {
      double longest = 0;
      double frame = 0;
      for (Map.Entry<String, Path> each : made.entrySet()) {
        FileByteSource file = FileByteSource.open(each.getValue());
        open.add(file);
        String name = String.valueOf(each.getValue().getFileName());
        files.put(name, file);
        boolean sound = each.getKey().equals(LadderPlan.AUDIO);
        // Whatever can be read: whether players take it is asked of the whole, as of any source.
        List<CheckedTrack> found = CutParts.tracks(file);
        double length = CutParts.length(found);
        longest = Math.max(longest, length);
        frame = Math.max(frame, CutParts.longestFrame(found));
        Optional<Duration> own =
            sound
                ? facts.audio().flatMap(Track.Audio::duration)
                : facts.video().flatMap(Track.Video::duration);
        Optional<Failure> fault =
            CutParts.fault(
                length,
                own.map(part::within).orElse(0.0),
                part.most(),
                CutParts.longestFrame(found),
                settings.leastShare());
        if (fault.isPresent()) {
          return failed(id, fault.get());
        }
        // The picture first: the first track decides the type of the file.
        tracks.addAll(sound ? tracks.size() : 0, inputs(name, found, tracks.size()));
      }
      Optional<Failure> fault =
          CutParts.fault(
              longest, part.within(facts.duration()), part.most(), frame, settings.leastShare());
      if (!tracks.isEmpty() && fault.isPresent()) {
        return failed(id, fault.get());
      }
      return tracks.isEmpty()
          ? failed(
              id,
              Failure.of(
                  Failure.Kind.NOTHING_TO_PLAY,
                  "There is nothing in the part that is wanted.",
                  "Ask for one in which the file plays."))
          : publish(id, PlainMp4.of(tracks), files, folder, control);
    } finally {
      for (FileByteSource file : open) {
        file.close();
      }
    }
  }

  private Outcome publish(
      UUID id, Resource part, Map<String, ByteSource> files, WorkFolder folder, JobControl control)
      throws IOException {
    Path file = folder.path().resolve("part");
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      write(out, part.head());
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      for (FileRange range : part.body()) {
        ByteSource source = Objects.requireNonNull(files.get(range.file()));
        long end = range.position() + range.length();
        for (long position = range.position(); position < end; ) {
          if (control.cancelled()) {
            return Tries.cancelled();
          }
          buffer.clear().limit((int) Math.min(BUFFER, end - position));
          int count = source.read(position, buffer);
          if (count <= 0) {
            throw new IOException("a file ends at " + position + ", before its last sample");
          }
          write(out, buffer.flip());
          position += count;
        }
      }
    }
    Sums.publish(blobs, file, BlobKeys.clear(id));
    return Outcome.done(() -> work.inspect(id));
  }

  private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private Outcome waits(UUID id, String reason) {
    move.waits(id, reason);
    return new Outcome.Wait(WAIT, reason);
  }

  private Outcome failed(UUID id, Failure failure) {
    log.info("video {} cannot be cut: {}", id, failure.sentence());
    return Outcome.done(() -> move.failed(id, failure));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
