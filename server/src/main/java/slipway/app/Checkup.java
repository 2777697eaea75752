package slipway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.dashboard.WebPage;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.Layer;
import slipway.storage.file.FileBlobs;

/** Looks at machine and settings without starting the server or touching its database. */
public final class Checkup {
  private Checkup() {}

  /** One thing that was looked at. */
  public record Finding(boolean good, String sentence) {}

  /** Looks at everything. */
  public static List<Finding> run(List<String> flags) {
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding(true, "Java " + Runtime.version()));
    ServerSettings settings;
    try {
      settings = Launch.settings(flags);
    } catch (StartFailure wrong) {
      findings.add(new Finding(false, String.valueOf(wrong.getMessage())));
      return findings;
    }
    findings.add(new Finding(true, "Settings are in order."));
    findings.add(folder(settings.data()));
    findings.add(room(settings));
    findings.add(roomToWork(settings));
    ffmpeg(settings, findings);
    findings.add(
        WebPage.isBuilt()
            ? new Finding(true, "The dashboard is in this build.")
            : new Finding(false, "This build has no dashboard; build it with Node 20 or newer."));
    return findings;
  }

  private static Finding folder(Path data) {
    try {
      Files.createDirectories(data);
      return Files.isWritable(data)
          ? new Finding(true, "Data folder " + data + " can be written.")
          : new Finding(false, "Data folder " + data + " cannot be written.");
    } catch (IOException e) {
      return new Finding(false, "Data folder " + data + " cannot be made.");
    }
  }

  private static Finding room(ServerSettings settings) {
    try {
      long room = new FileBlobs(settings.stores().blobs(), settings.stores().reserve()).room();
      return new Finding(room > 0, "Room for uploads: " + (room >> 20) + " MiB.");
    } catch (IOException e) {
      return new Finding(false, "The storage cannot be used: " + e.getMessage());
    }
  }

  private static Finding roomToWork(ServerSettings settings) {
    try {
      long room = settings.stores().roomFor(WorkDisk.of(settings.data())).bytes();
      return new Finding(room > 0, "Room for encoding: " + (Math.max(0, room) >> 20) + " MiB.");
    } catch (IOException e) {
      return new Finding(
          false, "The disk of work/ does not say how much room it has: " + e.getMessage());
    }
  }

  private static void ffmpeg(ServerSettings settings, List<Finding> findings) {
    Path data = settings.data();
    // A work folder of its own: a running server keeps its work in the other one.
    FfmpegState state =
        Ffmpeg.find(
            settings.media().ffmpeg(), data.resolve("ffmpeg"), data.resolve("work-of-doctor"));
    findings.addAll(found(state, data));
  }

  /** What is said of an FFmpeg, or of why there is none. */
  static List<Finding> found(FfmpegState state, Path data) {
    List<Finding> findings = new ArrayList<>();
    switch (state) {
      // Whether one would run is not known then.
      case FfmpegState.Absent absent when WorkDisk.full(absent).isPresent() ->
          findings.add(
              new Finding(
                  false,
                  WorkDisk.sentence(data).replaceFirst("^the", "The")
                      + "; whether it runs shows when there is room."));
      case FfmpegState.Absent(List<String> reasons, _) ->
          findings.add(new Finding(false, "No FFmpeg runs here: " + String.join("; ", reasons)));
      case FfmpegState.Present(Ffmpeg found) -> {
        findings.add(
            new Finding(
                found.missingEncoders().isEmpty(),
                "FFmpeg %s in %s%s"
                    .formatted(
                        found.version(),
                        found.folder(),
                        found.missingEncoders().isEmpty()
                            ? "."
                            : " lacks the encoders " + found.missingEncoders() + ".")));
        findings.add(
            new Finding(
                found.box().layer() == Layer.BUBBLEWRAP,
                "Sandbox: " + found.box().layer().sentence()));
      }
    }
    return findings;
  }
}
