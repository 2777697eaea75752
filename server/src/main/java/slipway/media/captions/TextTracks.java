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

  private static final long LARGEST = 10 << 20;

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

  /**
   * Reads the whole file once.
   *
   * @param file absolute path of our own
   * @return those with at least one cue, or why FFmpeg could not do it this time
   */
  public TextReading read(Path file, MediaFacts facts, Cancellation cancellation)
      throws IOException {
    List<Track.Other> tracks = texts(facts);
    if (tracks.isEmpty()) {
      return TextReading.Read.none();
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
        case Outcome.Finished _ -> texts(folder, tracks);
        // What was read before the damage is still worth something.
        case Outcome.Failed failed when failed.permanent() -> texts(folder, tracks);
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

  private static TextReading texts(WorkFolder folder, List<Track.Other> tracks) throws IOException {
    List<EmbeddedText> texts = new ArrayList<>();
    for (Track.Other track : tracks) {
      Path file = folder.path().resolve(name(track));
      boolean usable = Files.isRegularFile(file) && Files.size(file) <= LARGEST;
      if (usable
          && CaptionReader.read(Files.readAllBytes(file)) instanceof CaptionReading.Read(var cues)
          && !cues.isEmpty()) {
        texts.add(new EmbeddedText(track.language(), track.title(), cues));
      }
    }
    return new TextReading.Read(texts);
  }

  private static String name(Track.Other track) {
    return "text" + track.index() + ".srt";
  }
}
