package slipway.media.thumbnail;

import static slipway.media.ffmpeg.FilterGraph.filter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Demuxer;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegCommand;
import slipway.media.ffmpeg.FfmpegCommand.Excerpt;
import slipway.media.ffmpeg.FfmpegCommand.Output;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.FilterGraph;
import slipway.media.ffmpeg.FilterGraph.Chain;
import slipway.media.ffmpeg.FilterGraph.Filter;
import slipway.media.ffmpeg.ImageCommand;
import slipway.media.ffmpeg.Limits;
import slipway.media.ffmpeg.Outcome;
import slipway.media.ffmpeg.ToolCommand;
import slipway.media.ffmpeg.WorkFolder;

/**
 * Makes pictures with FFmpeg, in its box. Stateless; use it from any thread. Blocks for 50 to 300
 * ms for a still, for some seconds for the sheet of a long video, and never longer than FFmpeg's
 * deadlines. How many run at once is the caller's affair.
 */
public final class PictureMaker {
  private final FfmpegState state;

  public PictureMaker(FfmpegState state) {
    this.state = state;
  }

  /** Takes a finished picture away. */
  @FunctionalInterface
  public interface Taker {
    /** Moves the file; what is left of it is deleted afterwards. */
    void take(Path file) throws IOException;
  }

  /**
   * Makes one.
   *
   * @throws IOException when there is no room to work in, or from {@code taker}
   */
  public PictureResult make(PictureWish wish, PictureSource source, Taker taker)
      throws IOException {
    if (!(state instanceof FfmpegState.Present(Ffmpeg ffmpeg))) {
      return new PictureResult.Unavailable("no FFmpeg runs here");
    }
    if (wish instanceof PictureWish.Smaller(_, ImageCommand.Kind kind, int height)) {
      return smaller(ffmpeg, source.file(), kind, height, taker);
    }
    PictureResult result = run(ffmpeg, wish, source, excerpt(wish, source), taker);
    boolean nothing = result instanceof PictureResult.Refused(String detail) && detail.isEmpty();
    return nothing && wish instanceof PictureWish.Still(Duration at, _, _, _)
        // The last picture of an uneven track lasts longer than others, so there is none after it.
        ? run(ffmpeg, wish, source, Excerpt.keyFrameBefore(source.clamped(at)), taker)
        : result;
  }

  private static PictureResult smaller(
      Ffmpeg ffmpeg, Path image, ImageCommand.Kind kind, int height, Taker taker)
      throws IOException {
    String name = "picture.jpg";
    long most = ffmpeg.settings().maxPixels();
    return run(
        ffmpeg,
        new ImageCommand(image, kind, height, most, name),
        name,
        ffmpeg.settings().pictureLimits(),
        taker);
  }

  private static PictureResult run(
      Ffmpeg ffmpeg, PictureWish wish, PictureSource source, Excerpt excerpt, Taker taker)
      throws IOException {
    String name = "picture." + wish.format().ending();
    FfmpegCommand command =
        new FfmpegCommand(
            source.file(),
            Optional.of(Demuxer.MOV),
            ffmpeg.settings().maxPixels(),
            excerpt,
            // For one frame, threads cost more than they bring.
            wish instanceof PictureWish.Still ? 1 : ffmpeg.settings().threads(),
            Optional.of(graph(wish, source)),
            List.of(new Output("[v0]", encoder(wish), Optional.of(name))));
    return run(ffmpeg, command, name, limits(ffmpeg, wish), taker);
  }

  private static PictureResult run(
      Ffmpeg ffmpeg, ToolCommand command, String name, Limits limits, Taker taker)
      throws IOException {
    try (WorkFolder folder = ffmpeg.workFolder()) {
      Outcome outcome = ffmpeg.box().run(command, folder, limits, _ -> {}, new Cancellation());
      Path file = folder.path().resolve(name);
      return switch (outcome) {
        case Outcome.Finished finished when Files.isRegularFile(file) && Files.size(file) > 0 -> {
          taker.take(file);
          yield new PictureResult.Made();
        }
        case Outcome.Finished finished -> new PictureResult.Refused(finished.stderrTail());
        case Outcome.Failed failed when failed.permanent() ->
            new PictureResult.Refused(failed.stderrTail());
        case Outcome.Failed failed -> new PictureResult.Unavailable(failed.stderrTail());
        case Outcome.TimedOut late -> new PictureResult.Unavailable("took longer than allowed");
        case Outcome.Killed killed -> new PictureResult.Unavailable("was stopped");
        case Outcome.NotStarted not -> new PictureResult.Unavailable(not.reason());
      };
    }
  }

  private static Limits limits(Ffmpeg ffmpeg, PictureWish wish) {
    return wish instanceof PictureWish.Sheet
        ? ffmpeg.settings().transcodeLimits(Duration.ZERO)
        : ffmpeg.settings().pictureLimits();
  }

  private static Excerpt excerpt(PictureWish wish, PictureSource source) {
    return switch (wish) {
      case PictureWish.Still(Duration at, _, _, boolean keyFrame) ->
          keyFrame ? Excerpt.keyFrameBefore(source.clamped(at)) : Excerpt.from(source.clamped(at));
      case PictureWish.Animation animation ->
          Excerpt.of(source.clamped(animation.at()), animation.length());
      case PictureWish.Sheet _ -> Excerpt.keyFrames();
      case PictureWish.Smaller _ -> Excerpt.WHOLE;
    };
  }

  private static FilterGraph graph(PictureWish wish, PictureSource source) {
    return switch (wish) {
      case PictureWish.Still still -> {
        List<Filter> filters = new ArrayList<>(still.box().filters(source.display()));
        if (still.format() == PictureWish.Format.JPEG) {
          filters.add(filter("format").withWord("pix_fmts", "yuvj420p"));
        } else {
          filters.add(filter("format").withWord("pix_fmts", "rgb24"));
        }
        yield new FilterGraph(List.of(new Chain(track(source), filters, List.of("v0"))));
      }
      case PictureWish.Animation animation -> animated(animation, source);
      case PictureWish.Sheet(SheetPlan plan) -> sheet(plan, source);
      case PictureWish.Smaller _ -> throw new IllegalStateException("not made of a video");
    };
  }

  /** What playback shows, which need not be the first one of the file. */
  private static String track(PictureSource source) {
    return FilterGraph.trackOfMp4(source.track());
  }

  private static FilterGraph animated(PictureWish.Animation animation, PictureSource source) {
    List<Filter> filters = new ArrayList<>();
    filters.add(filter("fps").with("fps", animation.fps()));
    filters.addAll(animation.box().filters(source.display()));
    filters.add(filter("split"));
    return new FilterGraph(
        List.of(
            new Chain(track(source), filters, List.of("a", "b")),
            new Chain("a", List.of(filter("palettegen")), List.of("p")),
            new Chain(List.of("b", "p"), List.of(filter("paletteuse")), List.of("v0"))));
  }

  /**
   * Rounding up makes fps show in each cell the last key frame at or before its time; the padding
   * fills the last row, for tile waits until its sheet is full.
   */
  private static FilterGraph sheet(SheetPlan plan, PictureSource source) {
    long interval = plan.interval().toMillis();
    int cells = plan.columns() * plan.rows();
    return new FilterGraph(
        List.of(
            new Chain(
                track(source),
                List.of(
                    filter("fps")
                        .withWord("fps", "1000/" + interval)
                        .with("start_time", 0)
                        .withWord("round", "up"),
                    filter("tpad").with("stop", cells).withWord("stop_mode", "clone"),
                    filter("scale")
                        .with("w", plan.cell().width())
                        .with("h", plan.cell().height())
                        .withWord("out_range", "pc"),
                    filter("setsar").with("r", 1),
                    filter("tile").withWord("layout", plan.columns() + "x" + plan.rows()),
                    filter("format").withWord("pix_fmts", "yuvj420p")),
                List.of("v0"))));
  }

  private static List<String> encoder(PictureWish wish) {
    List<String> options = new ArrayList<>();
    if (wish.format() == PictureWish.Format.GIF) {
      options.addAll(List.of("-c:v", "gif", "-loop", "0"));
      return options;
    }
    // The first frame that comes out, also when it lies before the time that was asked for.
    options.addAll(List.of("-frames:v", "1", "-fps_mode", "passthrough"));
    options.addAll(
        wish.format() == PictureWish.Format.JPEG
            ? List.of("-c:v", "mjpeg", "-q:v", "4")
            : List.of("-c:v", "png"));
    return options;
  }
}
