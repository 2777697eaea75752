package slipway.media.packaging;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import slipway.media.container.AudioCodec;
import slipway.media.container.ByteSource;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleEntry;
import slipway.media.container.SampleTable;
import slipway.media.container.TrackKind;
import slipway.media.container.VideoCodec;

/**
 * Asks whether browsers can watch a source through our packager as it is (MD-53). Whether the
 * picture is to be changed (watermark, trim) is the caller's to ask first.
 *
 * <p>What is wrong with the pictures is looked for before what is wrong with the rest, because it
 * costs more to mend.
 */
public final class PackagingCheck {
  /**
   * Samples of a segment are described in memory; 240 pictures per second over the widest gap make
   * no more than this.
   */
  private static final int MOST_SAMPLES_BETWEEN_CUTS = 2_500;

  private static final int MOST_OTHER_SOUNDS = 15;

  /** Other sounds all together last at most so often as long as a file may. */
  private static final int MOST_TOGETHER = 4;

  /** AAC has 1024 samples to a frame, so 96 kHz gives 94 frames in a second. */
  private static final int MOST_FRAMES_PER_SECOND = 400;

  /** Object types of AAC that browsers play: LC, HE, HE v2. */
  private static final List<Integer> PLAYABLE_AAC = List.of(2, 5, 29);

  private final Mp4Movie movie;
  private final ByteSource source;
  private final PackagingLimits limits;

  /** Whether it is watched as it is already, so that nothing may be refused that was not then. */
  private final boolean taken;

  private PackagingCheck(Mp4Movie movie, ByteSource source, PackagingLimits limits, boolean taken) {
    this.movie = movie;
    this.source = source;
    this.limits = limits;
    this.taken = taken;
  }

  /**
   * Checks the tracks that {@link Mp4Movie#video} and {@link Mp4Movie#audio} choose. Reads a few
   * bytes per key frame.
   *
   * @throws IOException when the source fails
   */
  public static Packability of(Mp4Movie movie, ByteSource source, PackagingLimits limits)
      throws IOException {
    return new PackagingCheck(movie, source, limits, /* taken= */ false).check();
  }

  /**
   * The same of a source that was taken once: it goes on to be watched, whatever limits of times
   * and numbers came later. What they save is bounded where it is sent, too.
   *
   * @throws IOException when the source fails
   */
  public static Packability ofTaken(Mp4Movie movie, ByteSource source) throws IOException {
    return new PackagingCheck(movie, source, PackagingLimits.KEPT, /* taken= */ true).check();
  }

  /** The same with {@link PackagingLimits#DEFAULT}. */
  public static Packability of(Mp4Movie movie, ByteSource source) throws IOException {
    return of(movie, source, PackagingLimits.DEFAULT);
  }

  private Packability check() throws IOException {
    Optional<Mp4Track> video = movie.video();
    Optional<Mp4Track> audio = movie.audio();
    if (video.isEmpty() && audio.isEmpty()) {
      return new Packability.Transcode("The file's index names no video or audio that we know.");
    }
    Optional<String> endless = lengthFault().or(() -> countFault(video, audio));
    if (endless.isPresent()) {
      return new Packability.Transcode(endless.get());
    }
    List<CheckedTrack> tracks = new ArrayList<>();
    if (video.isPresent()) {
      Optional<String> fault = pictureFault(video.get());
      if (fault.isPresent()) {
        return new Packability.Transcode(fault.get());
      }
      CutPoints cuts = CutPoints.verified(video.get(), source);
      fault =
          cutFault(video.get(), cuts)
              .or(() -> startFault(video.get(), audio))
              .or(() -> bitrateFault(video, audio));
      if (fault.isPresent()) {
        return new Packability.Transcode(fault.get());
      }
      tracks.add(new CheckedTrack(video.get(), cuts));
    }
    Optional<String> fault = containerFault();
    if (audio.isPresent()) {
      fault = fault.or(() -> soundFault(audio.get(), video));
      tracks.add(CheckedTrack.fromIndex(audio.get()));
    }
    if (fault.isPresent()) {
      return new Packability.Remux(fault.get());
    }
    audio.ifPresent(chosen -> tracks.addAll(otherSounds(chosen, video)));
    return new Packability.AsIs(tracks);
  }

  /**
   * More sound to choose from, such as other languages; what does not fit is left out, also what
   * begins before everything else, which would have to wait for it.
   */
  private List<CheckedTrack> otherSounds(Mp4Track chosen, Optional<Mp4Track> video) {
    List<Mp4Track> fitting =
        movie.tracks().stream()
            .filter(track -> track.kind() == TrackKind.AUDIO && track.id() != chosen.id())
            .filter(track -> track.samples().count() > 0 && track.audio().isPresent())
            .filter(
                track -> movie.start() - track.startDelay() <= seconds(limits.maxStartDifference()))
            .filter(track -> soundFault(track, video).isEmpty())
            .limit(MOST_OTHER_SOUNDS)
            .toList();
    List<CheckedTrack> others = new ArrayList<>();
    long samples = count(video) + chosen.samples().count();
    double seconds = 0;
    for (Mp4Track track : fitting) {
      long withIt = samples + track.samples().count();
      double longer = seconds + track.presentationEnd();
      boolean fits =
          withIt <= limits.maxSamples() && longer <= MOST_TOGETHER * seconds(limits.maxDuration());
      if (taken || fits) {
        others.add(CheckedTrack.fromIndex(track));
        samples = withIt;
        seconds = longer;
      }
    }
    return others;
  }

  private static long count(Optional<Mp4Track> track) {
    return track.map(one -> (long) one.samples().count()).orElse(0L);
  }

  private Optional<String> countFault(Optional<Mp4Track> video, Optional<Mp4Track> audio) {
    return taken || count(video) + count(audio) <= limits.maxSamples()
        ? Optional.empty()
        : Optional.of("The file has more than " + limits.maxSamples() + " pictures and sounds.");
  }

  /** A few bytes of index can say that a sample lasts for years, or is shown in years. */
  private Optional<String> lengthFault() {
    double most = seconds(limits.maxDuration());
    String hours = limits.maxDuration().toHours() + " hours.";
    boolean track =
        movie.tracks().stream()
            .filter(one -> one.kind() == TrackKind.VIDEO || one.kind() == TrackKind.AUDIO)
            .anyMatch(one -> one.decodedSeconds() > most);
    if (track) {
      return Optional.of("A track lasts longer than " + hours);
    }
    return movie.duration() > most
        ? Optional.of("The file plays longer than " + hours)
        : Optional.empty();
  }

  private Optional<String> pictureFault(Mp4Track track) {
    if (!(track.video().orElseThrow().codec() instanceof VideoCodec.H264 h264)) {
      return Optional.of("The video is " + track.codecName().orElse("unknown") + ", not H.264.");
    }
    if (h264.profile() != 66 && h264.profile() != 77 && h264.profile() != 100) {
      return Optional.of("The H.264 profile " + h264.profile() + " is not one that browsers play.");
    }
    if (h264.chromaFormat() != 1 || h264.bitDepth() != 8) {
      return Optional.of(
          "The picture format " + h264.pixelFormat() + " is not one that browsers play.");
    }
    if (h264.level() > limits.maxLevel()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "The H.264 level %.1f is above %.1f.",
              h264.level() / 10.0,
              limits.maxLevel() / 10.0));
    }
    if (track.entries().size() != 1) {
      return Optional.of("The video changes its coding on the way.");
    }
    return editFault(track, 1.5 / Math.max(1, track.rate()));
  }

  /**
   * A packaged track plays all its samples. So nothing may be hidden by its edit list, neither
   * before nor after what is to be seen.
   *
   * @param mostHidden seconds that do no harm
   */
  private Optional<String> editFault(Mp4Track track, double mostHidden) {
    String what = track.kind() == TrackKind.VIDEO ? "video" : "audio";
    if (!track.simplyEdited()) {
      return Optional.of("The edit list of the " + what + " does more than shift it.");
    }
    SampleTable samples = track.samples();
    double hiddenBefore = track.seconds(track.mediaStart() - samples.presentationStart());
    double shown = track.presentationEnd() - track.startDelay();
    double hiddenAfter =
        track.seconds(
                samples.presentationEnd()
                    - Math.max(track.mediaStart(), samples.presentationStart()))
            - shown;
    if (hiddenBefore > mostHidden || hiddenAfter > mostHidden) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "The edit list hides %.2f s of the %s.",
              Math.max(hiddenBefore, hiddenAfter),
              what));
    }
    return Optional.empty();
  }

  private Optional<String> cutFault(Mp4Track track, CutPoints cuts) {
    SampleTable samples = track.samples();
    if (cuts.count() == 0 || cuts.sample(0) != 0) {
      return Optional.of("The video does not begin with a key frame that a player can start at.");
    }
    double gap = 0;
    int mostSamples = 0;
    for (int i = 0; i < cuts.count(); i++) {
      int next = i + 1 < cuts.count() ? cuts.sample(i + 1) : samples.count();
      gap =
          Math.max(
              gap, track.seconds(samples.decodeTime(next) - samples.decodeTime(cuts.sample(i))));
      mostSamples = Math.max(mostSamples, next - cuts.sample(i));
    }
    if (gap > seconds(limits.maxKeyFrameGap())) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "The video has key frames up to %.1f s apart; more than %.0f s is too much.",
              gap,
              seconds(limits.maxKeyFrameGap())));
    }
    if (mostSamples > MOST_SAMPLES_BETWEEN_CUTS) {
      return Optional.of("The video has too many pictures in too short a time.");
    }
    return taken ? Optional.empty() : orderFault(track, cuts);
  }

  /** Segments are counted in times of presentation, and would have no end. */
  private Optional<String> orderFault(Mp4Track track, CutPoints cuts) {
    SampleTable samples = track.samples();
    double reordering = track.seconds(samples.reordering());
    if (reordering > seconds(limits.maxKeyFrameGap())) {
      return Optional.of(
          String.format(
              Locale.ROOT, "The pictures are shown up to %.1f s out of order.", reordering));
    }
    for (int i = 1; i < cuts.count(); i++) {
      if (samples.presentationTime(cuts.sample(i))
          <= samples.presentationTime(cuts.sample(i - 1))) {
        return Optional.of("The key frames are shown in another order than they are stored in.");
      }
    }
    return Optional.empty();
  }

  /**
   * Late video can only be filled by making pictures; late audio is filled with silence when
   * remuxed.
   */
  private Optional<String> startFault(Mp4Track video, Optional<Mp4Track> audio) {
    double late = shown(video) - audio.map(this::begin).orElse(0.0);
    return audio.isEmpty() || late <= seconds(limits.maxStartDifference())
        ? Optional.empty()
        : Optional.of(String.format(Locale.ROOT, "The video starts %.2f s after the audio.", late));
  }

  /**
   * From when a track is counted. Times of fragments may go on from those of a stream, and are
   * moved when they are copied; others are played as they are.
   */
  private double begin(Mp4Track track) {
    return movie.fragmented() ? shown(track) : track.startDelay();
  }

  private double shown(Mp4Track track) {
    return taken ? track.startDelay() : track.firstShown();
  }

  private Optional<String> bitrateFault(Optional<Mp4Track> video, Optional<Mp4Track> audio) {
    double bitrate =
        video.map(Mp4Track::bitrate).orElse(0.0) + audio.map(Mp4Track::bitrate).orElse(0.0);
    if (bitrate <= limits.maxBitrate()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "The bit rate is %.1f Mb/s; more than %.1f is too much to stream as it is.",
            bitrate / 1e6,
            limits.maxBitrate() / 1e6));
  }

  private Optional<String> containerFault() {
    if (movie.fragmented()) {
      return Optional.of("The file is a fragmented MP4.");
    }
    if (movie.majorBrand().equals("qt  ")) {
      return Optional.of("The file is a QuickTime movie.");
    }
    return Optional.empty();
  }

  private Optional<String> soundFault(Mp4Track track, Optional<Mp4Track> video) {
    SampleEntry.Audio entry = track.audio().orElseThrow();
    if (!(entry.codec() instanceof AudioCodec.Aac aac)) {
      return Optional.of("The audio is " + entry.codecName() + ", not AAC.");
    }
    if (!PLAYABLE_AAC.contains(aac.objectType())) {
      return Optional.of(
          "The kind of AAC (" + aac.codecString() + ") is not one that browsers play.");
    }
    if (entry.channels() < 1 || entry.channels() > limits.maxChannels()) {
      return Optional.of(
          "The audio has "
              + entry.channels()
              + " channels; at most "
              + limits.maxChannels()
              + " are played everywhere.");
    }
    if (entry.quickTime() || track.entries().size() != 1) {
      return Optional.of("The audio is described in the way of QuickTime, or changes on the way.");
    }
    if (!track.samples().allSync() && track.samples().syncCount() < track.samples().count()) {
      return Optional.of("The audio cannot be cut everywhere.");
    }
    Optional<String> edits = editFault(track, seconds(limits.maxStartDifference()));
    if (edits.isPresent()) {
      return edits;
    }
    if (!taken
        && track.seconds(track.samples().reordering()) > seconds(limits.maxStartDifference())) {
      return Optional.of("The audio is heard in another order than it is stored in.");
    }
    double late = shown(track) - video.map(this::begin).orElseGet(() -> begin(track));
    if (late > seconds(limits.maxStartDifference())) {
      return Optional.of(
          String.format(Locale.ROOT, "The audio starts %.2f s after the video.", late));
    }
    if (densest(track) > MOST_FRAMES_PER_SECOND) {
      return Optional.of("The audio has too many frames in too short a time.");
    }
    return Optional.empty();
  }

  /** The most samples that begin within one second. */
  private static int densest(Mp4Track track) {
    SampleTable samples = track.samples();
    int most = 0;
    int first = 0;
    while (first < samples.count()) {
      int last = samples.sampleAt(samples.decodeTime(first) + track.timescale());
      most = Math.max(most, last - first);
      first = Math.max(last, first) + 1;
    }
    return most;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
