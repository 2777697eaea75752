package slipway.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import slipway.dashboard.HealthReport;
import slipway.dashboard.WebPage;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.Layer;
import slipway.media.ffmpeg.Room;
import slipway.sql.Database;
import slipway.storage.BlobStore;

/** Asks the rooms how they are. */
final class Health implements Supplier<HealthReport> {
  private final Database database;
  private final BlobStore blobs;
  private final Room work;
  private final FfmpegState ffmpeg;
  private final List<String> reminders;

  /**
   * Asks these.
   *
   * @param work on the disk of the work folders
   * @param reminders what the operator chose and should not forget, in sentences
   */
  Health(
      Database database, BlobStore blobs, Room work, FfmpegState ffmpeg, List<String> reminders) {
    this.database = database;
    this.blobs = blobs;
    this.work = work;
    this.ffmpeg = ffmpeg;
    this.reminders = List.copyOf(reminders);
  }

  @Override
  public HealthReport get() {
    List<String> problems = new ArrayList<>();
    boolean answers = database.answers();
    if (!answers) {
      problems.add("The database does not answer.");
    }
    checkRoom(problems);
    checkFfmpeg(problems);
    problems.addAll(reminders);
    if (!WebPage.isBuilt()) {
      problems.add("This build has no dashboard; build it with Node 20 or newer.");
    }
    return new HealthReport(answers, problems, facts());
  }

  private void checkRoom(List<String> problems) {
    try {
      if (blobs.room() == 0) {
        problems.add("The disk is full up to its reserve; uploads wait.");
      }
    } catch (IOException e) {
      problems.add("The storage does not say how much room it has.");
    }
    try {
      if (work.bytes() <= 0) {
        problems.add("The disk of work/ is full up to its reserve; encoding waits.");
      }
    } catch (IOException e) {
      problems.add("The disk of work/ does not say how much room it has.");
    }
  }

  private void checkFfmpeg(List<String> problems) {
    switch (ffmpeg) {
      case FfmpegState.Absent absent ->
          problems.add(
              "No FFmpeg runs here, so only MP4 files that browsers play can be watched: "
                  + String.join("; ", absent.reasons()));
      case FfmpegState.Present(Ffmpeg found) -> {
        if (!found.missingEncoders().isEmpty()) {
          problems.add("FFmpeg lacks the encoders " + found.missingEncoders() + ".");
        }
        if (found.box().layer() != Layer.BUBBLEWRAP) {
          problems.add("FFmpeg runs with " + found.box().layer().sentence() + ".");
        }
      }
    }
  }

  /** What it runs with, for the start report. */
  List<String> facts() {
    return switch (ffmpeg) {
      case FfmpegState.Absent _ -> List.of("FFmpeg: none");
      case FfmpegState.Present(Ffmpeg found) ->
          List.of(
              "FFmpeg: %s (%s)".formatted(found.version(), found.folder()),
              "Sandbox: " + found.box().layer().sentence());
    };
  }
}
