package slipway.media.transcode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.probe.MediaFacts;

/**
 * Takes a part out of a source of any kind, to the frame, by encoding it in its own size: upright,
 * progressive, in plain colours, as any rung. Unlike {@link ExactCut} it needs no MP4.
 */
public final class SourcePart {
  /** Looks like the source; it will be encoded once more for its ladder. */
  private static final int QUALITY = 18;

  private final Ffmpeg ffmpeg;
  private final TranscodeSettings settings;

  public SourcePart(Ffmpeg ffmpeg, TranscodeSettings settings) {
    this.ffmpeg = ffmpeg;
    this.settings = settings;
  }

  /**
   * Runs it. Picture and sound become files of their own; both begin at 0.
   *
   * @param from after the beginning of the source
   * @param length of the part; empty for all that follows
   */
  public EncodingResult make(
      MediaFacts facts,
      Path source,
      Duration from,
      Optional<Duration> length,
      WorkFolder folder,
      DoubleConsumer progress,
      Cancellation cancellation) {
    LadderPlan plan = LadderPlan.of(facts, new LadderChoice.OwnSize(), settings);
    List<Rung> fine = plan.rungs().stream().map(SourcePart::fine).toList();
    return new Encoding(ffmpeg, settings)
        .makePart(plan.only(fine), from, length, source, folder, progress, cancellation);
  }

  private static Rung fine(Rung rung) {
    return new Rung(
        rung.name(),
        rung.size(),
        rung.rate(),
        rung.resample(),
        rung.maxRate(),
        QUALITY,
        rung.encoder(),
        rung.profile(),
        rung.keyFrames());
  }
}
