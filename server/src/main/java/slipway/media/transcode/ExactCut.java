package slipway.media.transcode;

import static slipway.media.ffmpeg.FilterGraph.filter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Demuxer;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegCommand;
import slipway.media.ffmpeg.FfmpegCommand.Excerpt;
import slipway.media.ffmpeg.FfmpegCommand.Output;
import slipway.media.ffmpeg.FilterGraph;
import slipway.media.ffmpeg.FilterGraph.Chain;
import slipway.media.ffmpeg.Outcome;
import slipway.media.ffmpeg.WorkFolder;

/**
 * Cuts a part out of an MP4 file to the frame, by encoding it anew (MD-78). Picture and sound are
 * cut one by one, since they may lie in different files; both begin at 0.
 */
public final class ExactCut {
  /** Looks like the source; the clip will be encoded once more for its ladder. */
  private static final String QUALITY = "18";

  private final Ffmpeg ffmpeg;
  private final String preset;

  public ExactCut(Ffmpeg ffmpeg, TranscodeSettings settings) {
    this.ffmpeg = ffmpeg;
    this.preset = settings.preset();
  }

  /** What became of it. */
  public sealed interface Result {
    /** The file lies in the work folder. */
    record Made(Path file) implements Result {}

    /** There is no such track, or nothing of it in this part. */
    record Nothing() implements Result {}

    /** The disk is full up to the operator's reserve. */
    record NoRoom() implements Result {}

    /** It was told to end; the next run makes it. */
    record Cancelled() implements Result {}

    /** It did not work. {@code operatorDetail} holds paths. */
    record Failed(boolean permanent, String operatorDetail) implements Result {}
  }

  /**
   * The picture of the part, as H.264 without sound.
   *
   * @param track its number in the file
   */
  public Result picture(
      Path file,
      int track,
      Duration from,
      Duration length,
      WorkFolder folder,
      Cancellation cancellation) {
    FilterGraph graph =
        new FilterGraph(
            List.of(
                new Chain(
                    FilterGraph.trackOfMp4(track),
                    List.of(filter("format").withWord("pix_fmts", "yuv420p")),
                    List.of("v0"))));
    List<String> options =
        List.of("-c:v", "libx264", "-preset", preset, "-crf", QUALITY, "-profile:v", "high");
    return run(
        file,
        from,
        length,
        graph,
        new Output("[v0]", options, Optional.of("cut.mp4")),
        folder,
        cancellation);
  }

  /**
   * The sound of the part, as AAC.
   *
   * @param track its number in the file
   */
  public Result sound(
      Path file,
      int track,
      Duration from,
      Duration length,
      WorkFolder folder,
      Cancellation cancellation) {
    FilterGraph graph =
        new FilterGraph(
            List.of(
                new Chain(
                    FilterGraph.trackOfMp4(track),
                    List.of(Filters.steady(filter("aresample"))),
                    List.of("a0"))));
    List<String> options = List.of("-c:a", "aac", "-b:a", "192000", "-ac", "2");
    return run(
        file,
        from,
        length,
        graph,
        new Output("[a0]", options, Optional.of("cut.m4a")),
        folder,
        cancellation);
  }

  private Result run(
      Path file,
      Duration from,
      Duration length,
      FilterGraph graph,
      Output output,
      WorkFolder folder,
      Cancellation cancellation) {
    FfmpegCommand command =
        new FfmpegCommand(
            file,
            Optional.of(Demuxer.MOV),
            ffmpeg.settings().maxPixels(),
            Excerpt.of(from, length),
            ffmpeg.settings().threads(),
            Optional.of(graph),
            List.of(output));
    Outcome outcome =
        ffmpeg
            .box()
            .run(
                command,
                folder,
                ffmpeg.settings().transcodeLimits(length).writing(OutputBound.of(file)),
                _ -> {},
                cancellation);
    Path made = folder.path().resolve(output.fileName().orElseThrow());
    return switch (outcome) {
      case Outcome.Finished _ ->
          Files.isRegularFile(made) ? new Result.Made(made) : new Result.Nothing();
      case Outcome.Failed failed -> new Result.Failed(failed.permanent(), failed.stderrTail());
      case Outcome.TimedOut late -> new Result.Failed(false, late.stderrTail());
      case Outcome.Killed killed ->
          switch (killed.cause()) {
            case CANCELLED -> new Result.Cancelled();
            case NO_ROOM -> new Result.NoRoom();
            case OUTPUT_TOO_LARGE -> new Result.Failed(false, killed.stderrTail());
          };
      case Outcome.NotStarted not -> new Result.Failed(false, not.reason());
    };
  }
}
