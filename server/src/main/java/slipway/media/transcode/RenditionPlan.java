package slipway.media.transcode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.media.ffmpeg.FfmpegCommand;
import slipway.media.ffmpeg.FfmpegCommand.Output;
import slipway.media.ffmpeg.FfmpegSettings;
import slipway.media.ffmpeg.FilterGraph;
import slipway.media.ffmpeg.FilterGraph.Chain;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.Ratio;
import slipway.media.probe.Track;
import slipway.media.probe.Track.Size;

/**
 * What one rendition of a file will be, before anything runs. Also the values that the finished
 * files are verified against (MD-43).
 *
 * @param facts of the source
 * @param video of the result; empty when the source has none
 * @param audio of the result; empty when the source has none
 */
public record RenditionPlan(
    MediaFacts facts, Optional<VideoPlan> video, Optional<AudioPlan> audio) {

  /** Name of the video file in the work folder. */
  public static final String VIDEO_FILE = "video.mp4";

  /** Name of the audio file in the work folder. */
  public static final String AUDIO_FILE = "audio.m4a";

  /** Every rendition has a key frame at or right after each multiple of this (MD-31). */
  public static final Duration KEY_FRAME_DISTANCE = Duration.ofSeconds(2);

  /**
   * @param track that is encoded
   * @param size in pixels, both even; pixels are square and the picture is upright
   * @param rate frames per second
   * @param resample whether frames are dropped or repeated to reach the rate
   * @param expectedDuration how long it should play
   * @param late how much later than the file the track starts; filled with the first frame
   * @param maxRate bits per second
   * @param quality constant rate factor
   * @param preset of the encoder
   */
  public record VideoPlan(
      Track.Video track,
      Size size,
      Ratio rate,
      boolean resample,
      Duration expectedDuration,
      Duration late,
      long maxRate,
      int quality,
      String preset) {}

  /**
   * @param track that is encoded
   * @param expectedDuration how long it should play
   * @param channels 1 or 2
   * @param sampleRate Hz
   * @param bitRate bits per second
   */
  public record AudioPlan(
      Track.Audio track, Duration expectedDuration, int channels, int sampleRate, int bitRate) {}

  /** One rendition at the source's own size, as far as the settings allow. */
  public static RenditionPlan of(MediaFacts facts, TranscodeSettings settings) {
    return new RenditionPlan(
        facts,
        facts.video().map(track -> video(facts, track, settings)),
        facts.audio().map(track -> audio(facts, track, settings)));
  }

  private static VideoPlan video(MediaFacts facts, Track.Video track, TranscodeSettings settings) {
    Size size = Sizing.fit(track.displaySize(), settings.maxShortSide());
    FrameRates.Choice choice = FrameRates.choose(track, settings.maxRate());
    Duration late = late(facts, track.start());
    long sourceRate = track.bitRate().orElse(facts.bitRate().orElse(0));
    return new VideoPlan(
        track,
        size,
        choice.rate(),
        choice.resample(),
        expected(facts, track.start(), track.duration()),
        late,
        Sizing.maxRate(size, choice.rate().value(), sourceRate),
        settings.quality(),
        settings.preset());
  }

  private static AudioPlan audio(MediaFacts facts, Track.Audio track, TranscodeSettings settings) {
    int channels = track.channels() == 1 ? 1 : 2;
    return new AudioPlan(
        track,
        expected(facts, track.start(), track.duration()),
        channels,
        settings.audioSampleRate(),
        settings.audioBitRate());
  }

  /** After the beginning of the file; never negative. */
  private static Duration late(MediaFacts facts, Optional<Duration> start) {
    Duration late = start.map(first -> first.minus(facts.start())).orElse(Duration.ZERO);
    return late.isNegative() ? Duration.ZERO : late;
  }

  /** A late start is filled, so the result begins with the file and ends with the track. */
  private static Duration expected(
      MediaFacts facts, Optional<Duration> start, Optional<Duration> duration) {
    return duration.map(length -> late(facts, start).plus(length)).orElse(facts.duration());
  }

  /** How long the result should play (MD-18). */
  public Duration expectedDuration() {
    return facts.duration();
  }

  /** The one run of ffmpeg that makes both files. */
  FfmpegCommand command(Path source, FfmpegSettings settings) {
    List<Chain> chains = new ArrayList<>();
    List<Output> outputs = new ArrayList<>();
    video.ifPresent(plan -> {
      chains.add(new Chain("0:" + plan.track().index(), Filters.video(plan), List.of("v0")));
      outputs.add(new Output("[v0]", Encoders.h264(plan), Optional.of(VIDEO_FILE)));
    });
    audio.ifPresent(plan -> {
      chains.add(new Chain("0:" + plan.track().index(), Filters.audio(plan), List.of("a0")));
      outputs.add(new Output("[a0]", Encoders.aac(plan), Optional.of(AUDIO_FILE)));
    });
    return new FfmpegCommand(
        source,
        Optional.of(facts.demuxer()),
        settings.maxPixels(),
        settings.threads(),
        Optional.of(new FilterGraph(chains)),
        outputs);
  }
}
