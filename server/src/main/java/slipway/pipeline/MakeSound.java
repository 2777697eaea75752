package slipway.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.sound.FinishSound;
import slipway.core.video.Facts;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.media.container.Mp4Movie;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;
import slipway.media.probe.Sniffed;
import slipway.media.probe.Sniffer;
import slipway.media.transcode.AddedSound;
import slipway.media.transcode.EncodingResult;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.TranscodeSettings;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.FullDisk;
import slipway.storage.NoSpaceException;
import slipway.storage.Sums;

/**
 * Makes a track that fits its video of a sound file that was added to it: as long as the video,
 * whatever the file's own length (CF-145). The video itself never fails for it.
 */
final class MakeSound implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(MakeSound.class);
  private static final Duration WAIT_FOR_FFMPEG = Duration.ofMinutes(10);
  private static final Duration WAIT_FOR_SPACE = Duration.ofMinutes(1);
  private static final Duration WAIT_FOR_VIDEO = Duration.ofSeconds(15);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(30);
  private static final int TRIES = 3;
  private static final String ADD_AGAIN = "Add it again.";

  /** Sound comes in blocks, of which the last one may reach over the end. */
  private static final double SLACK_SECONDS = 0.1;

  private final FinishSound finish;
  private final BlobStore blobs;
  private final FfmpegState state;
  private final TranscodeSettings settings;

  MakeSound(FinishSound finish, BlobStore blobs, FfmpegState state, TranscodeSettings settings) {
    this.finish = finish;
    this.blobs = blobs;
    this.state = state;
    this.settings = settings;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    SoundKey key = SoundKey.parse(job.key());
    Optional<FinishSound.Wanted> wanted = finish.wanted(key.sound());
    if (wanted.isEmpty()) {
      return Outcome.done();
    }
    Video video = wanted.get().video();
    Facts facts = video.facts();
    if (facts == null) {
      return video.phase() instanceof Phase.Failed
          ? failed(
              key,
              Failure.of(
                  Failure.Kind.UNREADABLE,
                  "The video itself could not be read.",
                  "Add it to one that plays."))
          : new Outcome.Wait(WAIT_FOR_VIDEO, "the length of the video is not known yet");
    }
    if (!(state instanceof FfmpegState.Present(Ffmpeg ffmpeg))) {
      return new Outcome.Wait(WAIT_FOR_FFMPEG, "waiting for FFmpeg");
    }
    Optional<Blob> stored = blobs.open(BlobKeys.soundSource(key.video(), key.sound()));
    try (Blob blob = stored.orElse(null)) {
      return blob == null
          ? failed(key, Failure.of(Failure.Kind.INTERNAL, "The stored file is missing.", ADD_AGAIN))
          : look(key, facts.duration(), ffmpeg, blob, job, control);
    } catch (IOException failure) {
      FullDisk.orThrow(failure);
      log.warn("audio track {} waits for space: {}", job.key(), failure.toString());
      return new Outcome.Wait(WAIT_FOR_SPACE, "waiting for space on the disk");
    }
  }

  private Outcome look(
      SoundKey key, Duration length, Ffmpeg ffmpeg, Blob blob, Job job, JobControl control)
      throws IOException {
    byte[] head = Heads.of(blob, Sniffer.ENOUGH);
    boolean complete = blob.size() <= Sniffer.ENOUGH;
    Path file = blob.file().orElseThrow();
    if (!(Sniffer.look(head, complete) instanceof Sniffed.Media(var container))) {
      return unfit(key, "This is not recognised as a video or audio file.");
    }
    return switch (new Prober(ffmpeg).probe(file, container)) {
      case ProbeResult.Probed(MediaFacts facts) ->
          facts.audio().isEmpty()
              ? unfit(key, "There is no sound in the file.")
              : make(key, length, ffmpeg, facts, file, job, control);
      case ProbeResult.Unreadable(String cause) -> unfit(key, cause);
      case ProbeResult.Encrypted encrypted -> unfit(key, encrypted.cause());
      case ProbeResult.NoUsableTracks(String cause) -> unfit(key, cause);
      case ProbeResult.TimedOut() ->
          again(job, key, Failure.Kind.OUT_OF_TIME, "Looking into the file took too long.");
      case ProbeResult.Unavailable(String reason) -> {
        log.warn("audio track {} could not be probed: {}", job.key(), reason);
        yield onOurSide(job, key);
      }
      case ProbeResult.Stopped() -> Tries.cancelled();
      case ProbeResult.Hindered(IOException cause) -> {
        if (FullDisk.is(cause)) {
          throw cause;
        }
        log.warn("audio track {} could not be probed", job.key(), cause);
        yield onOurSide(job, key);
      }
    };
  }

  private Outcome make(
      SoundKey key,
      Duration length,
      Ffmpeg ffmpeg,
      MediaFacts facts,
      Path file,
      Job job,
      JobControl control)
      throws IOException {
    Cancellation cancellation = new Cancellation();
    control.onCancel(cancellation::cancel);
    try (WorkFolder folder = ffmpeg.workFolder()) {
      return switch (new AddedSound(ffmpeg, settings)
          .make(facts, length, file, folder, cancellation)) {
        case EncodingResult.Made(var files, String detail) ->
            publish(key, length, Objects.requireNonNull(files.get(LadderPlan.AUDIO)), detail);
        case EncodingResult.Rejected(String cause, String detail) -> {
          log.info("audio track {} cannot be made: {}", job.key(), detail);
          yield unfit(key, cause);
        }
        case EncodingResult.TryAgain _ when control.cutShort() -> Tries.cancelled();
        case EncodingResult.TryAgain(var trouble, String cause, String detail) -> {
          log.warn("making audio track {} failed: {}", job.key(), detail);
          yield again(job, key, Tries.kind(trouble), cause);
        }
        case EncodingResult.NoRoom() ->
            throw new NoSpaceException("the disk of the work folders is full");
        case EncodingResult.Cancelled() -> Tries.cancelled();
      };
    }
  }

  /** Looks at it with our own reader first (MD-43). */
  private Outcome publish(SoundKey key, Duration length, Path made, String detail)
      throws IOException {
    Optional<Mp4Movie> movie = Measured.movie(made);
    if (movie.flatMap(Mp4Movie::audio).isEmpty()) {
      log.warn("audio track {} holds no sound; ffmpeg said: {}", key, detail);
      return unfit(key, "The file is damaged: no sound could be made of it.");
    }
    double seconds = movie.get().duration();
    double expected = length.toNanos() / 1e9;
    if (Math.abs(seconds - expected) > SLACK_SECONDS) {
      log.warn("audio track {}: {} of {} s; ffmpeg said: {}", key, seconds, expected, detail);
      return unfit(
          key,
          String.format(
              Locale.ROOT, "The track came out %.1f s long and not %.1f s.", seconds, expected));
    }
    long size = Files.size(made);
    Sums.publish(blobs, made, BlobKeys.sound(key.video(), key.sound()));
    UUID id = key.sound();
    return Outcome.done(() -> finish.ready(id, size));
  }

  private Outcome onOurSide(Job job, SoundKey key) {
    return again(job, key, Failure.Kind.INTERNAL, "Looking into the file failed on our side.");
  }

  private Outcome again(Job job, SoundKey key, Failure.Kind kind, String cause) {
    return job.attempt() < TRIES
        ? new Outcome.RetryAfter(TRY_AGAIN, cause)
        : failed(key, Failure.of(kind, cause, ADD_AGAIN));
  }

  /** The file is to blame. */
  private Outcome unfit(SoundKey key, String cause) {
    return failed(
        key,
        Failure.of(Failure.Kind.UNREADABLE, cause, "Convert it to AAC or MP3, and add it again."));
  }

  private Outcome failed(SoundKey key, Failure failure) {
    return Outcome.done(() -> finish.failed(key.sound(), failure));
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("audio track {} was given up: {}", job.key(), reason);
    finish.failed(
        SoundKey.parse(job.key()).sound(),
        Failure.of(Failure.Kind.INTERNAL, "Converting the file failed on our side.", ADD_AGAIN));
  }
}
