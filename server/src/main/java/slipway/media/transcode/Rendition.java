package slipway.media.transcode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.Outcome;
import slipway.media.ffmpeg.Progress;
import slipway.media.ffmpeg.WorkFolder;

/**
 * Makes one rendition: one run of ffmpeg that writes {@value RenditionPlan#VIDEO_FILE} (pictures
 * only) and {@value RenditionPlan#AUDIO_FILE} into the work folder. Stateless; blocks until ffmpeg
 * has gone.
 */
public final class Rendition {
  private final Ffmpeg ffmpeg;

  public Rendition(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
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
  public RenditionResult make(
      RenditionPlan plan,
      Path source,
      WorkFolder folder,
      DoubleConsumer progress,
      Cancellation cancellation) {
    if (!ffmpeg.missingEncoders().isEmpty()) {
      return new RenditionResult.TryAgain(
          "Transcoding waits for an FFmpeg with the encoders it needs.",
          "missing encoders: " + ffmpeg.missingEncoders());
    }
    Ascending ascending = new Ascending(plan.expectedDuration(), progress);
    Outcome outcome =
        ffmpeg
            .box()
            .run(
                plan.command(source, ffmpeg.settings()),
                folder,
                ffmpeg.settings().transcodeLimits(plan.expectedDuration()),
                Progress.listener(ascending::report),
                cancellation);
    return result(plan, folder, outcome);
  }

  private static RenditionResult result(RenditionPlan plan, WorkFolder folder, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Finished finished -> made(plan, folder, finished);
      case Outcome.Failed failed when failed.permanent() ->
          new RenditionResult.Rejected(
              "The file is damaged or holds something that cannot be converted.",
              "exit code " + failed.exitCode() + "\n" + failed.stderrTail());
      case Outcome.Failed failed ->
          new RenditionResult.TryAgain(
              "Converting the file failed.",
              "exit code " + failed.exitCode() + "\n" + failed.stderrTail());
      case Outcome.TimedOut late ->
          new RenditionResult.TryAgain(
              "Converting the file took too long.",
              late.clock() + " after " + late.after() + "\n" + late.stderrTail());
      case Outcome.Killed killed ->
          switch (killed.cause()) {
            case CANCELLED -> new RenditionResult.Cancelled();
            case OUTPUT_TOO_LARGE ->
                new RenditionResult.TryAgain(
                    "Converting the file needed too much space.", killed.stderrTail());
          };
      case Outcome.NotStarted not ->
          new RenditionResult.TryAgain("Converting the file could not be started.", not.reason());
    };
  }

  private static RenditionResult made(
      RenditionPlan plan, WorkFolder folder, Outcome.Finished finished) {
    Optional<Path> video = plan.video().map(any -> folder.path().resolve(RenditionPlan.VIDEO_FILE));
    Optional<Path> audio = plan.audio().map(any -> folder.path().resolve(RenditionPlan.AUDIO_FILE));
    boolean there =
        video.map(Files::isRegularFile).orElse(true)
            && audio.map(Files::isRegularFile).orElse(true);
    return there
        ? new RenditionResult.Made(video, audio, finished.stderrTail())
        : new RenditionResult.Rejected(
            "The file is damaged: nothing in it could be converted.", finished.stderrTail());
  }

  /** Turns ffmpeg's position into a share that never falls. */
  private static final class Ascending {
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
