package slipway.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import slipway.core.quality.QualitySet;
import slipway.core.video.Facts;
import slipway.core.video.RequestedRendition;
import slipway.core.video.TrackFacts;
import slipway.core.video.Video;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.Ratio;
import slipway.media.probe.Track;
import slipway.media.transcode.H264Profile;
import slipway.media.transcode.Ladder;
import slipway.media.transcode.LadderChoice;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.SourceLimit;
import slipway.media.transcode.TranscodeSettings;
import slipway.media.transcode.VideoEncoder;
import slipway.media.transcode.WantedRung;

/**
 * Which renditions a video gets: those its owner asked for, else those of the set its owner named,
 * else the ladder of the door it came through, else the standard one. Safe for any thread.
 */
public final class Plans {
  private static final Duration LONGEST_GOP = Duration.ofSeconds(10);

  private final TranscodeSettings settings;
  private final Map<String, LadderChoice> byDoor;
  private final Set<String> strictDoors;
  private final Watermarks watermarks;

  /**
   * @param strictDoors doors whose renditions take no more bits than their source, unless an owner
   *     wants it otherwise
   * @param byDoor ladders of doors whose callers expect another one than the standard
   */
  public Plans(
      TranscodeSettings settings,
      Map<String, LadderChoice> byDoor,
      Set<String> strictDoors,
      Watermarks watermarks) {
    this.settings = settings;
    this.byDoor = Map.copyOf(byDoor);
    this.strictDoors = Set.copyOf(strictDoors);
    this.watermarks = watermarks;
  }

  TranscodeSettings settings() {
    return settings;
  }

  /** Whether the picture is to be changed, so that the source itself is never shown (MD-53). */
  boolean changesPicture(Video video) {
    return watermarks.of(video).isPresent();
  }

  /** Whether smaller renditions are wanted below a source that is watched as it is. */
  boolean ladderBelow(Video video, Facts facts, FfmpegState state) {
    if (!(state instanceof FfmpegState.Present(Ffmpeg ffmpeg))
        || !ffmpeg.missingEncoders().isEmpty()) {
      return false; // Nothing would come of it, and it can be watched.
    }
    LadderChoice choice = choice(video);
    return !(choice instanceof LadderChoice.OwnSize)
        && facts.video().filter(track -> wanted(track, choice, limit(video))).isPresent();
  }

  private boolean wanted(TrackFacts track, LadderChoice choice, SourceLimit limit) {
    TrackFacts.Picture picture = track.picture();
    return picture != null
        && picture.width() > 0
        && picture.height() > 0
        && Ladder.wanted(
            new Track.Size(picture.width(), picture.height()),
            picture.fps(),
            track.bitrate(),
            choice,
            settings,
            limit);
  }

  private SourceLimit limit(Video video) {
    if (video.wishes().effectiveParticulars().aboveSource()) {
      return SourceLimit.NONE;
    }
    return strictDoors.contains(video.madeBy()) ? SourceLimit.NO_MORE : SourceLimit.A_LITTLE_MORE;
  }

  /**
   * The plan for a video.
   *
   * @param cuts of its source when that is watched as it is
   */
  LadderPlan of(Video video, MediaFacts facts, Optional<List<Double>> cuts) {
    LadderChoice choice = choice(video);
    LadderPlan plan =
        cuts.map(times -> LadderPlan.below(facts, choice, settings, limit(video), times))
            .orElseGet(() -> LadderPlan.of(facts, choice, settings, limit(video)));
    return plan.with(watermarks.of(video));
  }

  private LadderChoice choice(Video video) {
    List<RequestedRendition> asked = video.wishes().renditions();
    if (asked != null && !asked.isEmpty()) {
      return new LadderChoice.ByHand(asked.stream().map(Plans::wanted).toList());
    }
    if (settings.ladder() == TranscodeSettings.LadderMode.OFF) {
      return new LadderChoice.OwnSize();
    }
    Long set = video.wishes().effectiveParticulars().qualitySet();
    Optional<QualitySet> named = set == null ? Optional.empty() : QualitySet.numbered(set);
    if (named.isPresent()) {
      return new LadderChoice.ShortSides(named.get().shortSides());
    }
    LadderChoice ofDoor = byDoor.get(video.madeBy());
    return ofDoor == null ? new LadderChoice.Standard() : ofDoor;
  }

  private static WantedRung wanted(RequestedRendition asked) {
    return new WantedRung(
        Optional.ofNullable(asked.name()),
        positive(asked.width()),
        positive(asked.height()),
        asked.bitrate() > 0 ? OptionalLong.of(asked.bitrate()) : OptionalLong.empty(),
        rate(asked),
        asked.quality() == null ? OptionalInt.empty() : quality(asked.quality()),
        encoder(asked.encoder()),
        profile(asked.profile()),
        keyFrames(asked.gop()));
  }

  private static OptionalInt positive(@Nullable Integer number) {
    return number == null || number <= 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** 0 is what callers send who mean nothing by it. */
  private static OptionalInt quality(int asked) {
    return asked <= 0 ? OptionalInt.empty() : OptionalInt.of(Math.min(asked, 51));
  }

  private static Optional<Ratio> rate(RequestedRendition asked) {
    Integer fps = asked.fps();
    if (fps == null || fps <= 0) {
      return Optional.empty();
    }
    Integer den = asked.fpsDen();
    return Optional.of(new Ratio(fps, den == null || den <= 0 ? 1 : den));
  }

  private static VideoEncoder encoder(@Nullable String asked) {
    return switch (asked == null ? "" : asked.toUpperCase(Locale.ROOT)) {
      case "HEVC", "H.265" -> VideoEncoder.HEVC;
      case "VP8" -> VideoEncoder.VP8;
      case "VP9" -> VideoEncoder.VP9;
      default -> VideoEncoder.H264;
    };
  }

  private static H264Profile profile(@Nullable String asked) {
    return switch (asked == null ? "" : asked.toLowerCase(Locale.ROOT)) {
      case "h264baseline" -> H264Profile.BASELINE;
      case "h264main" -> H264Profile.MAIN;
      case "h264constrainedhigh" -> H264Profile.CONSTRAINED_HIGH;
      default -> H264Profile.HIGH;
    };
  }

  /** Seconds as a number, or {@code intra} for nothing but key frames. */
  private static Optional<Duration> keyFrames(@Nullable String asked) {
    if (asked == null || asked.isBlank()) {
      return Optional.empty();
    }
    if (asked.strip().equalsIgnoreCase("intra")) {
      return Optional.of(Duration.ZERO);
    }
    try {
      double seconds = Double.parseDouble(asked.strip());
      return seconds >= 0.1
          ? Optional.of(
              Duration.ofMillis(
                  Math.round(Math.min(seconds, (double) LONGEST_GOP.toSeconds()) * 1000)))
          : Optional.empty();
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }
}
