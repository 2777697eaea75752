package slipway.media.captions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegCommand;
import slipway.media.ffmpeg.FfmpegCommand.Output;
import slipway.media.ffmpeg.Outcome;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.Track;

/**
 * Takes the text tracks out of a file (MD-76). Subtitles that are pictures (PGS, VobSub) are left
 * alone. Stateless; use it from any thread.
 */
public final class TextTracks {
  private static final Set<String> TEXTS =
      Set.of("subrip", "srt", "ass", "ssa", "webvtt", "mov_text", "text");

  /** A film with more languages than this is none. */
  private static final int MOST = 32;

  private final Ffmpeg ffmpeg;

  public TextTracks(Ffmpeg ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /** Whether there are any. */
  public static boolean in(MediaFacts facts) {
    return !texts(facts).isEmpty();
  }

  private static List<Track.Other> texts(MediaFacts facts) {
    return facts.tracks().stream()
        .filter(Track.Other.class::isInstance)
        .map(Track.Other.class::cast)
        .filter(track -> track.codec().filter(TEXTS::contains).isPresent())
        .limit(MOST)
        .toList();
  }

  /** Whoever is given the texts, one after the other. */
  @FunctionalInterface
  public interface Taker {
    void take(EmbeddedText text) throws IOException;
  }

  /**
   * Reads the whole file once.
   *
   * @param file absolute path of our own
   * @param taker is given each text that is not empty, if it comes to that; when it throws, so does
   *     this
   * @return that all were given, or why not
   */
  public TextReading read(Path file, MediaFacts facts, Taker taker, Cancellation cancellation)
      throws IOException {
    List<Track.Other> tracks = texts(facts);
    if (tracks.isEmpty()) {
      return new TextReading.Read();
    }
    List<Output> outputs = new ArrayList<>();
    for (Track.Other track : tracks) {
      // SRT for all: its tags survive, while FFmpeg's own WebVTT drops them (MD-75).
      outputs.add(
          new Output("0:" + track.index(), List.of("-c:s", "subrip"), Optional.of(name(track))));
    }
    FfmpegCommand command =
        new FfmpegCommand(
            file,
            Optional.of(facts.demuxer()),
            ffmpeg.settings().maxPixels(),
            /* threads= */ 1,
            Optional.empty(),
            outputs);
    try (WorkFolder folder = ffmpeg.workFolder()) {
      Outcome outcome =
          ffmpeg
              .box()
              .run(
                  command,
                  folder,
                  // As large as it likes, but not into what the operator keeps in reserve.
                  ffmpeg.settings().transcodeLimits(facts.duration()).writing(Long.MAX_VALUE),
                  _ -> {},
                  cancellation);
      return switch (outcome) {
        case Outcome.Finished _ -> give(folder, tracks, taker, cancellation);
        // What was read before the damage is still worth something.
        case Outcome.Failed failed when failed.permanent() ->
            give(folder, tracks, taker, cancellation);
        case Outcome.Failed failed ->
            new TextReading.Failed("exit code " + failed.exitCode() + "\n" + failed.stderrTail());
        case Outcome.TimedOut late ->
            new TextReading.Failed(late.clock() + " after " + late.after());
        case Outcome.Killed killed ->
            switch (killed.cause()) {
              case CANCELLED -> new TextReading.Cancelled();
              case NO_ROOM -> new TextReading.NoRoom();
              case OUTPUT_TOO_LARGE -> new TextReading.Failed("more text than is allowed");
            };
        case Outcome.NotStarted(String reason) -> new TextReading.Failed(reason);
      };
    }
  }

  private static TextReading give(
      WorkFolder folder, List<Track.Other> tracks, Taker taker, Cancellation cancellation)
      throws IOException {
    for (Track.Other track : tracks) {
      if (cancellation.cancelled()) {
        return new TextReading.Cancelled();
      }
      Path file = folder.path().resolve(name(track));
      if (Files.isRegularFile(file) && Files.size(file) > 0) {
        taker.take(new EmbeddedText(track.index(), track.language(), track.title(), file));
      }
    }
    return new TextReading.Read();
  }

  private static String name(Track.Other track) {
    return "text" + track.index() + ".srt";
  }
}
