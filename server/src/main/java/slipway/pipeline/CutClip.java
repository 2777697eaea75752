package slipway.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.clip.FinishClip;
import slipway.core.journey.MoveVideo;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.video.Failure;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.media.container.ByteSource;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Track;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.FileRange;
import slipway.media.packaging.PlainMp4;
import slipway.media.packaging.Resource;
import slipway.media.packaging.TrackInput;
import slipway.media.transcode.ExactCut;
import slipway.media.transcode.TranscodeSettings;
import slipway.storage.Blob;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.FullDisk;
import slipway.storage.NoSpaceException;

/**
 * First stage of a clip: cuts its bytes out of what can be watched of the other video, best
 * rendition first, and hands them on to {@link Inspect} (MD-78). By key frame this is copying; to
 * the frame it is encoding.
 */
public final class CutClip implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(CutClip.class);
  private static final Duration WAIT = Duration.ofMinutes(1);
  private static final Duration WAIT_FOR_PICTURE = Duration.ofSeconds(5);
  private static final int BUFFER = 1 << 20;

  private static final Failure GONE =
      Failure.of(
          Failure.Kind.NOT_FETCHED,
          "The video to be clipped is gone.",
          "Make the clip of a video that is there.");

  private static final Failure NOTHING_THERE =
      Failure.of(
          Failure.Kind.NOTHING_TO_PLAY,
          "There is nothing between these times.",
          "Choose times between which the video plays.");

  private final MoveVideo move;
  private final FinishClip finish;
  private final Renditions renditions;
  private final BlobStore blobs;
  private final FfmpegState state;
  private final TranscodeSettings settings;

  public CutClip(
      MoveVideo move,
      FinishClip finish,
      Renditions renditions,
      BlobStore blobs,
      FfmpegState state,
      TranscodeSettings settings) {
    this.move = move;
    this.finish = finish;
    this.renditions = renditions;
    this.blobs = blobs;
    this.state = state;
    this.settings = settings;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    UUID id = UUID.fromString(job.key());
    Optional<Video> found = move.fetching(id);
    if (found.isEmpty() || !(found.get().source() instanceof Source.Clip clip)) {
      return Outcome.done();
    }
    move.started(id);
    if (move.isGone(clip.video())) {
      return failed(id, GONE);
    }
    if (isBeingMade(clip.video())) {
      String reason = "Waiting for a rendition of the video to be cut from.";
      move.waits(id, reason);
      return new Outcome.Wait(WAIT_FOR_PICTURE, reason);
    }
    List<Rendition> best = best(clip.video());
    try (Opened opened = open(best)) {
      if (best.isEmpty() || opened.missing()) {
        return failed(id, GONE);
      }
      return clip.exact()
          ? exact(id, clip, opened, control)
          : byKeyFrame(id, clip, opened, control);
    } catch (IOException failure) {
      FullDisk.orThrow(failure);
      move.waits(id, "Waiting for space.");
      return new Outcome.Wait(WAIT, "no space for a clip");
    }
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("cutting clip {} was given up: {}", job.key(), reason);
    move.failed(
        UUID.fromString(job.key()),
        Failure.of(Failure.Kind.INTERNAL, "Cutting the clip failed on our side."));
  }

  /** Whether it is watched already, but no picture of it is whole (decision 0019). */
  private boolean isBeingMade(UUID video) {
    List<Rendition> pictures =
        renditions.all(video).stream()
            .filter(
                one -> one.form() == Rendition.Form.PICTURE || one.form() == Rendition.Form.SOURCE)
            .toList();
    return pictures.stream().noneMatch(Rendition::isDone)
        && pictures.stream().anyMatch(one -> !one.isSettled());
  }

  /** The largest picture and the sound to it; one file where the source is watched as it is. */
  private List<Rendition> best(UUID video) {
    List<Rendition> all = renditions.of(video);
    List<Rendition> best = new ArrayList<>();
    all.stream()
        .filter(one -> one.form() != Rendition.Form.SOUND)
        .max(
            Comparator.comparing((Rendition one) -> one.form() == Rendition.Form.SOURCE)
                .thenComparingInt(one -> one.traits().height())
                .thenComparingLong(Rendition::size))
        .ifPresent(best::add);
    boolean whole = !best.isEmpty() && best.getFirst().form() == Rendition.Form.SOURCE;
    if (!whole) {
      all.stream()
          .filter(one -> one.form() == Rendition.Form.SOUND)
          .findFirst()
          .ifPresent(best::add);
    }
    return best;
  }

  /** Open files and their tracks, picture first. */
  private record Opened(Map<String, Blob> files, List<TrackInput> tracks, boolean missing)
      implements AutoCloseable {
    Path file(TrackInput track) {
      return Objects.requireNonNull(files.get(track.file())).file().orElseThrow();
    }

    /** When the first of them begins, in seconds: viewers count from there (MD-55). */
    double start() {
      return tracks.stream()
          .mapToDouble(track -> track.checked().track().startDelay())
          .min()
          .orElse(0);
    }

    @Override
    public void close() throws IOException {
      for (Blob file : files.values()) {
        file.close();
      }
    }
  }

  private Opened open(List<Rendition> wanted) throws IOException {
    Map<String, Blob> files = new HashMap<>();
    try {
      return open(wanted, files);
    } catch (IOException | RuntimeException failure) {
      for (Blob file : files.values()) {
        file.close();
      }
      throw failure;
    }
  }

  private Opened open(List<Rendition> wanted, Map<String, Blob> files) throws IOException {
    List<TrackInput> tracks = new ArrayList<>();
    boolean missing = false;
    for (Rendition rendition : wanted) {
      Optional<Blob> blob = blobs.open(rendition.blob());
      if (blob.isEmpty()) {
        missing = true;
        continue;
      }
      files.put(rendition.blob(), blob.get());
      for (CheckedTrack track : CutParts.tracks(new BlobSource(blob.get()))) {
        tracks.add(new TrackInput("track" + tracks.size(), rendition.blob(), track));
      }
    }
    return new Opened(files, tracks, missing || tracks.isEmpty());
  }

  private Outcome byKeyFrame(UUID id, Source.Clip clip, Opened opened, JobControl control)
      throws IOException {
    double start = opened.start();
    Optional<Resource> part =
        PlainMp4.excerpt(opened.tracks(), start + seconds(clip.from()), start + seconds(clip.to()));
    if (part.isEmpty()) {
      return failed(id, NOTHING_THERE);
    }
    return write(id, part.get(), opened.files(), control);
  }

  private Outcome exact(UUID id, Source.Clip clip, Opened opened, JobControl control)
      throws IOException {
    if (!(state instanceof FfmpegState.Present(Ffmpeg ffmpeg))
        || !ffmpeg.missingEncoders().isEmpty()) {
      String reason = "Waiting for an FFmpeg that can encode H.264 and AAC.";
      move.waits(id, reason);
      return new Outcome.Wait(WAIT, reason);
    }
    Cancellation cancellation = new Cancellation();
    control.onCancel(cancellation::cancel);
    ExactCut cut = new ExactCut(ffmpeg, settings);
    Duration length = clip.to().minus(clip.from());
    double start = opened.start();
    List<Cut> made = new ArrayList<>();
    try (WorkFolder folder = ffmpeg.workFolder()) {
      for (TrackInput track : opened.tracks()) {
        Path file = opened.file(track);
        int number = track.checked().track().id();
        ExactCut.Result result =
            track.checked().track().video().isPresent()
                ? cut.picture(file, number, clip.from(), length, folder, cancellation)
                : cut.sound(file, number, clip.from(), length, folder, cancellation);
        switch (result) {
          case ExactCut.Result.Made(Path part) ->
              made.add(new Cut(Optional.of(part), Cut.least(track, clip, start)));
          case ExactCut.Result.Nothing() ->
              made.add(new Cut(Optional.empty(), Cut.least(track, clip, start)));
          case ExactCut.Result.NoRoom() ->
              throw new NoSpaceException("the disk of the work folders is full");
          case ExactCut.Result.Cancelled() -> {
            return Tries.cancelled();
          }
          case ExactCut.Result.Failed(boolean permanent, String detail) -> {
            if (!permanent && control.cutShort()) {
              return Tries.cancelled();
            }
            log.warn("clip {} could not be encoded: {}", id, detail);
            String cause = "The part of the video cannot be encoded.";
            Failure failure =
                Failure.of(
                    Failure.Kind.UNREADABLE, cause, "Choose other times, or cut by key frame.");
            return permanent ? failed(id, failure) : Tries.again(move, id, failure, cause);
          }
        }
      }
      return join(id, made, seconds(length), control);
    }
  }

  /**
   * One track of the part.
   *
   * @param file empty when nothing came out
   * @param least seconds that the source has of it between the wanted times, in frames that begin
   *     there: a slide that was there before does not come out
   */
  private record Cut(Optional<Path> file, double least) {
    static double least(TrackInput track, Source.Clip clip, double start) {
      Mp4Track source = track.checked().track();
      double from = Math.max(start + seconds(clip.from()), source.startDelay());
      double there = Math.min(start + seconds(clip.to()), source.presentationEnd()) - from;
      return Math.max(0, there - CutParts.longestFrame(source));
    }
  }

  private Outcome join(UUID id, List<Cut> made, double asked, JobControl control)
      throws IOException {
    Map<String, ByteSource> files = new HashMap<>();
    List<TrackInput> tracks = new ArrayList<>();
    List<FileByteSource> open = new ArrayList<>();
    try {
      for (Cut cut : made) {
        List<CheckedTrack> found = List.of();
        if (cut.file().isPresent()) {
          FileByteSource file = FileByteSource.open(cut.file().get());
          open.add(file);
          String name = String.valueOf(cut.file().get().getFileName());
          files.put(name, file);
          found = CutParts.tracks(file);
          for (CheckedTrack track : found) {
            tracks.add(new TrackInput("track" + tracks.size(), name, track));
          }
        }
        Optional<Failure> fault =
            CutParts.fault(
                CutParts.length(found),
                cut.least(),
                asked,
                CutParts.longestFrame(found),
                settings.leastShare());
        if (fault.isPresent()) {
          return failed(id, fault.get());
        }
      }
      if (tracks.isEmpty()) {
        return failed(id, NOTHING_THERE);
      }
      return writeFrom(id, PlainMp4.of(tracks), files, control);
    } finally {
      for (FileByteSource file : open) {
        file.close();
      }
    }
  }

  private Outcome write(UUID id, Resource part, Map<String, Blob> files, JobControl control)
      throws IOException {
    Map<String, ByteSource> sources = new HashMap<>();
    files.forEach((name, blob) -> sources.put(name, new BlobSource(blob)));
    return writeFrom(id, part, sources, control);
  }

  /** From the beginning each time: what a crash left half is written over. */
  private Outcome writeFrom(
      UUID id, Resource part, Map<String, ByteSource> files, JobControl control)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    try (BlobAppender out = blobs.append(BlobKeys.source(id), 0)) {
      out.write(new ByteBuffer[] {part.head()});
      for (FileRange range : part.body()) {
        ByteSource file = files.get(range.file());
        long end = range.position() + range.length();
        for (long position = range.position(); position < end && file != null; ) {
          if (control.cancelled()) {
            return Tries.cancelled();
          }
          buffer.clear().limit((int) Math.min(BUFFER, end - position));
          int count = file.read(position, buffer);
          if (count <= 0) {
            throw new IOException("a rendition ends at " + position + ", before its last sample");
          }
          out.write(new ByteBuffer[] {buffer.flip()});
          position += count;
        }
      }
      out.force();
    }
    return Outcome.done(() -> finish.finish(id, part.length()));
  }

  private Outcome failed(UUID id, Failure failure) {
    log.info("clip {} failed: {}", id, failure.sentence());
    return Outcome.done(() -> move.failed(id, failure));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
