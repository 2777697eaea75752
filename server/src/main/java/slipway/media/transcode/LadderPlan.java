package slipway.media.transcode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.Track;

/**
 * What the ladder of a file will be, before anything runs. Also the values that the finished files
 * are verified against (MD-43). The same source, choice and settings always give the same plan, so
 * it need not be stored to be gone on with.
 *
 * @param facts of the source
 * @param picture that is encoded; empty when the source has none
 * @param rungs of the picture, largest first; may be empty when the source is one itself
 * @param audio of the result; empty when the source has none, or its own is good enough
 * @param watermark burnt into every rung
 * @param cuts seconds at which the source itself is cut, so that the rungs can be cut there as
 *     well; empty when it is not packaged
 * @param downloads rungs that no player gets: each becomes a WebM file with the sound in it, by a
 *     run of its own (MD-44)
 */
public record LadderPlan(
    MediaFacts facts,
    Optional<Picture> picture,
    List<Rung> rungs,
    Optional<AudioPlan> audio,
    Optional<Watermark> watermark,
    List<Double> cuts,
    List<Rung> downloads) {

  /** Name of the sound, and of its file but for the ending. */
  public static final String AUDIO = "audio";

  /** Name of the audio file in the work folder. */
  public static final String AUDIO_FILE = "audio.m4a";

  /** Every rendition has a key frame at or right after each multiple of this (MD-31). */
  public static final Duration KEY_FRAME_DISTANCE = Duration.ofSeconds(2);

  /** Copies the lists. */
  public LadderPlan {
    rungs = List.copyOf(rungs);
    cuts = List.copyOf(cuts);
    downloads = List.copyOf(downloads);
  }

  /**
   * @param track that is encoded
   * @param expectedDuration how long it should play
   * @param late how much later than the file the track starts; filled with the first frame
   */
  public record Picture(Track.Video track, Duration expectedDuration, Duration late) {}

  /**
   * @param track that is encoded
   * @param expectedDuration how long it should play
   * @param channels 1 or 2
   * @param sampleRate Hz
   * @param bitRate bits per second
   */
  public record AudioPlan(
      Track.Audio track, Duration expectedDuration, int channels, int sampleRate, int bitRate) {}

  /** A ladder for a source that nobody can watch yet. */
  public static LadderPlan of(MediaFacts facts, LadderChoice choice, TranscodeSettings settings) {
    return of(facts, choice, settings, SourceLimit.A_LITTLE_MORE);
  }

  /** The same with another limit of the bits that rungs take. */
  public static LadderPlan of(
      MediaFacts facts, LadderChoice choice, TranscodeSettings settings, SourceLimit limit) {
    return of(facts, choice, settings, limit, /* playable= */ false, List.of());
  }

  /**
   * A ladder below a source that is packaged as it is.
   *
   * @param cuts seconds at which it is cut
   */
  public static LadderPlan below(
      MediaFacts facts, LadderChoice choice, TranscodeSettings settings, List<Double> cuts) {
    return below(facts, choice, settings, SourceLimit.A_LITTLE_MORE, cuts);
  }

  /** The same with another limit of the bits that rungs take. */
  public static LadderPlan below(
      MediaFacts facts,
      LadderChoice choice,
      TranscodeSettings settings,
      SourceLimit limit,
      List<Double> cuts) {
    return of(facts, choice, settings, limit, /* playable= */ true, cuts);
  }

  private static LadderPlan of(
      MediaFacts facts,
      LadderChoice choice,
      TranscodeSettings settings,
      SourceLimit limit,
      boolean playable,
      List<Double> cuts) {
    List<Rung> all =
        facts
            .video()
            .map(track ->
                Ladder.rungs(source(facts, track, settings, limit, playable), choice, settings))
            .orElse(List.of());
    List<Rung> rungs = all.stream().filter(rung -> rung.encoder().streams()).toList();
    return new LadderPlan(
        facts,
        facts.video().map(track -> picture(facts, track)),
        rungs,
        facts
            .audio()
            // Two channels play everywhere; more are mixed down once, beside the original.
            .filter(track -> !playable || (track.channels() > 2 && !rungs.isEmpty()))
            .map(track -> audio(facts, track, settings)),
        Optional.empty(),
        cuts,
        all.stream().filter(rung -> !rung.encoder().streams()).toList());
  }

  private static Ladder.Source source(
      MediaFacts facts,
      Track.Video track,
      TranscodeSettings settings,
      SourceLimit limit,
      boolean playable) {
    return new Ladder.Source(
        track.displaySize(),
        FrameRates.choose(track, settings.maxRate()),
        track.bitRate().orElse(facts.bitRate().orElse(0)),
        playable,
        limit);
  }

  private static Picture picture(MediaFacts facts, Track.Video track) {
    return new Picture(
        track, expected(facts, track.start(), track.duration()), late(facts, track.start()));
  }

  static AudioPlan audio(MediaFacts facts, Track.Audio track, TranscodeSettings settings) {
    return new AudioPlan(
        track,
        expected(facts, track.start(), track.duration()),
        track.channels() == 1 ? 1 : 2,
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

  /** The same with a picture burnt in. */
  public LadderPlan with(Optional<Watermark> mark) {
    return new LadderPlan(facts, picture, rungs, audio, mark, cuts, downloads);
  }

  /** The same with fewer rungs. */
  public LadderPlan only(List<Rung> fewer) {
    return new LadderPlan(facts, picture, fewer, audio, watermark, cuts, downloads);
  }

  /** The same without its sound. */
  public LadderPlan silent() {
    return new LadderPlan(facts, picture, rungs, Optional.empty(), watermark, cuts, downloads);
  }

  /** The same with nothing but its sound. */
  public LadderPlan soundOnly() {
    return new LadderPlan(facts, picture, List.of(), audio, watermark, cuts, downloads);
  }

  /** The same with nothing but one of its downloads, which is cut for nobody. */
  public LadderPlan download(Rung rung) {
    return new LadderPlan(
        facts, picture, List.of(rung), Optional.empty(), watermark, List.of(), List.of());
  }

  /** Whether there is nothing to encode for players. */
  public boolean isEmpty() {
    return rungs.isEmpty() && audio.isEmpty();
  }

  /** How long the result should play (MD-18). */
  public Duration expectedDuration() {
    return facts.duration();
  }
}
