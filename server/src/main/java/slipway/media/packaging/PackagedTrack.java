package slipway.media.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.media.container.ByteRange;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleEntry;
import slipway.media.container.SampleTable;
import slipway.media.container.TrackKind;

/** One track cut into segments, numbered from 0. */
final class PackagedTrack {
  /** Nobody winds more finely through five hours than by seconds. */
  static final int MOST_KEY_FRAMES = 20_000;

  private final TrackInput input;
  private final Timeline timeline;

  /** The first sample of each segment, and behind the last one the number of samples. */
  private final int[] boundaries;

  /** Bytes of each segment. */
  private final long[] bytes;

  /** How long each segment is, in microseconds. */
  private final long[] lengths;

  private final int there;
  private final boolean closed;
  private final Rendition rendition;
  private final Optional<TsCoding> tsCoding;

  /** Made when it is first asked for; two who ask at once make the same. */
  private volatile @Nullable Rendition inTs;

  /**
   * @param cuts samples at which segments begin, the first one aside
   * @param extent how much of it is there
   */
  PackagedTrack(TrackInput input, Timeline timeline, List<Integer> cuts, Extent extent) {
    this.input = input;
    this.timeline = timeline;
    this.boundaries = boundaries(timeline.samples(), cuts);
    this.bytes = new long[boundaries.length - 1];
    this.lengths = new long[bytes.length];
    for (int segment = 0; segment < bytes.length; segment++) {
      lengths[segment] = microseconds(boundaries[segment], boundaries[segment + 1]);
      long payload = timeline.samples().bytes(boundaries[segment], boundaries[segment + 1]);
      bytes[segment] =
          Fragment.headBytes(boundaries[segment + 1] - boundaries[segment], payload) + payload;
    }
    this.closed = !cuts.isEmpty() && cuts.getLast() == timeline.samples().count();
    this.there =
        switch (extent) {
          case Extent.Whole() -> bytes.length;
          case Extent.Below(long size) -> segmentsBelow(size);
          case Extent.GoesOn _ -> closed ? bytes.length : bytes.length - 1;
          case Extent.First(int segments, boolean goesOn) ->
              Math.min(segments, goesOn ? bytes.length - 1 : bytes.length);
        };
    this.rendition = describe(input.rendition(), bytes);
    this.tsCoding = TsCoding.of(timeline.track());
  }

  /** From the samples at which to cut to boundaries: ascending, none empty. */
  private static int[] boundaries(SampleTable samples, List<Integer> cuts) {
    List<Integer> boundaries = new ArrayList<>(List.of(0));
    for (int cut : cuts) {
      if (cut > boundaries.getLast() && cut < samples.count()) {
        boundaries.add(cut);
      }
    }
    boundaries.add(samples.count());
    return boundaries.stream().mapToInt(Integer::intValue).toArray();
  }

  /** How many segments from the first one on lie below a position. */
  private int segmentsBelow(long size) {
    int count = 0;
    while (count < bytes.length
        && timeline.samples().ranges(boundaries[count], boundaries[count + 1]).stream()
            .allMatch(range -> range.position() + range.length() <= size)) {
      count++;
    }
    return count;
  }

  Rendition rendition() {
    return rendition;
  }

  /** What an owner calls it, where it was added beside the video's own sound. */
  Optional<String> label() {
    return input.added().map(TrackInput.Added::label);
  }

  /** Whether it is to be taken before the video's own sound. */
  boolean isPreferred() {
    return input.added().map(TrackInput.Added::preferred).orElse(false);
  }

  /** Names the file that the samples lie in. */
  String file() {
    return input.file();
  }

  /** The first sample of a segment; for the number of segments, the number of samples. */
  int from(int segment) {
    return boundaries[segment];
  }

  /** Whether a player can start at a sample. */
  boolean startsAt(int sample) {
    return startsAfresh().at(sample);
  }

  /** Whether it can be had as MPEG-2 TS, too. */
  boolean fitsTs() {
    return tsCoding.isPresent();
  }

  /** The same as {@link #segment} in MPEG-2 TS; only where it fits. */
  TsSegment tsSegment(int segment) {
    return new TsSegment(this, tsCoding.orElseThrow(), segment);
  }

  /** A segment of this picture and the sound to it in one; only where both fit. */
  TsSegment tsSegment(int segment, PackagedTrack sound) {
    int first = segment == 0 ? 0 : sound.soundAt(timeline, boundaries[segment]);
    int behind =
        segment == bytes.length - 1
            ? sound.timeline.samples().count()
            : sound.soundAt(timeline, boundaries[segment + 1]);
    return new TsSegment(
        this,
        tsCoding.orElseThrow(),
        segment,
        new TsSegment.Sound(sound, sound.tsCoding.orElseThrow(), first, Math.max(first, behind)));
  }

  /** The first sample of this sound that is heard when a picture is shown, or later. */
  private int soundAt(Timeline picture, int sample) {
    int found = timeline.firstAtOrAfter(picture.presentationSeconds(sample));
    return Math.min(found, timeline.samples().count());
  }

  /** The same as {@link #rendition} with the rates of MPEG-2 TS; only where it fits. */
  Rendition renditionInTs() {
    Rendition known = inTs;
    if (known != null) {
      return known;
    }
    long[] sizes = new long[bytes.length];
    for (int segment = 0; segment < sizes.length; segment++) {
      sizes[segment] = tsSegment(segment).most();
    }
    Rendition made = describe(input.rendition(), sizes);
    inTs = made;
    return made;
  }

  boolean listed() {
    return input.listed();
  }

  /** Where a player can start. */
  CutPoints cutPoints() {
    return input.checked().cutPoints();
  }

  Timeline timeline() {
    return timeline;
  }

  Mp4Track track() {
    return timeline.track();
  }

  boolean video() {
    return track().kind() == TrackKind.VIDEO;
  }

  /** How many segments can be had. */
  int segments() {
    return there;
  }

  /** When a segment begins, in ticks; for the number of segments, when the last one ends. */
  long start(int segment) {
    return timeline.decodeTime(boundaries[segment]);
  }

  /** When it is cut. */
  CutTimes.Cuts cuts() {
    List<Double> times = new ArrayList<>();
    for (int segment = 1; segment < bytes.length; segment++) {
      times.add(timeline.presentationSeconds(boundaries[segment]));
    }
    if (closed) {
      times.add(timeline.nextStartSeconds());
    }
    return new CutTimes.Cuts(times, CutTimes.frame(timeline), timeline.endSeconds());
  }

  /** Whether a player may change to another track between any two segments. */
  boolean isCutLike(PackagedTrack other) {
    if (bytes.length != other.bytes.length) {
      return false;
    }
    double frame = Math.max(CutTimes.frame(timeline), CutTimes.frame(other.timeline));
    for (int segment = 0; segment < bytes.length; segment++) {
      double mine = timeline.presentationSeconds(boundaries[segment]);
      if (Math.abs(mine - other.timeline.presentationSeconds(other.boundaries[segment])) > frame) {
        return false;
      }
    }
    return true;
  }

  /**
   * How long a segment is in microseconds. Rounding does not add up: all of them together are the
   * track's length to the microsecond.
   */
  long microseconds(int segment) {
    return lengths[segment];
  }

  private long microseconds(int from, int to) {
    return microsecondsFromStart(to) - microsecondsFromStart(from);
  }

  private long microsecondsFromStart(int sample) {
    SampleTable samples = timeline.samples();
    double ticks = samples.decodeTime(sample) - samples.decodeTime(0);
    return Math.round(ticks * 1e6 / track().timescale());
  }

  Resource init() {
    return Resource.bytes(contentType(), InitSegment.of(track()));
  }

  String contentType() {
    return video() ? "video/mp4" : "audio/mp4";
  }

  /** Points to the payload behind the header of its own (MD-56). */
  Resource segment(int segment) {
    return fragment(
        segment,
        new Fragment(timeline, boundaries[segment], boundaries[segment + 1], startsAfresh()));
  }

  /**
   * How many pictures there are for those who wind: all at which a player can start, or of very
   * many every second one, third one and so on, so that their list does not grow without end.
   */
  int keyFrames() {
    int step = keyFrameStep();
    return (cutPoints().count() + step - 1) / step;
  }

  private int keyFrameStep() {
    return Math.max(1, (cutPoints().count() + MOST_KEY_FRAMES - 1) / MOST_KEY_FRAMES);
  }

  /** The sample of such a picture; for one behind the last, the number of samples. */
  private int keyFrameAt(int index) {
    long cut = (long) index * keyFrameStep();
    return cut < cutPoints().count() ? cutPoints().sample((int) cut) : timeline.samples().count();
  }

  /** One such picture alone, shown until the next one. */
  Resource keyFrame(int index) {
    int sample = keyFrameAt(index);
    return fragment(
        index,
        new Fragment(timeline, sample, sample + 1, startsAfresh()).until(keyFrameAt(index + 1)));
  }

  /** How long such a picture stands for the video, in microseconds. */
  long keyFrameMicroseconds(int index) {
    return microseconds(keyFrameAt(index), keyFrameAt(index + 1));
  }

  /** Bytes of {@link #keyFrame}. */
  long keyFrameBytes(int index) {
    long size = timeline.samples().size(keyFrameAt(index));
    return Fragment.headBytes(1, size) + size;
  }

  private Fragment.Afresh startsAfresh() {
    return video() ? input.checked().cutPoints()::contains : sample -> true;
  }

  private Resource fragment(int index, Fragment fragment) {
    List<FileRange> body = new ArrayList<>();
    for (ByteRange range : fragment.ranges()) {
      body.add(new FileRange(input.file(), range.position(), range.length()));
    }
    return Resource.segment(contentType(), fragment.head(index + 1), body);
  }

  private Rendition describe(String name, long[] sizes) {
    Mp4Track track = track();
    String codecs =
        track
            .video()
            .map(entry -> entry.codec().codecString())
            .or(() -> track.audio().map(entry -> entry.codec().codecString()))
            .orElse("");
    long total = 0;
    for (long each : sizes) {
      total += each;
    }
    double seconds = microseconds(0, timeline.samples().count()) / 1e6;
    long average = seconds > 0 ? (long) Math.ceil(total * 8 / seconds) : total * 8;
    return new Rendition(
        name,
        track.kind(),
        track.id(),
        codecs,
        Math.max(average, peakBandwidth(sizes)),
        average,
        track.displaySize(),
        video() ? track.rate() : 0,
        track.audio().map(SampleEntry.Audio::channels).orElse(0),
        track.audio().map(SampleEntry.Audio::sampleRate).orElse(0),
        track.language(),
        bytes.length,
        seconds);
  }

  /** The longest segment in whole seconds, rounded up, at least 1. */
  int targetDuration() {
    long longest = 1;
    for (int segment = 0; segment < bytes.length; segment++) {
      longest = Math.max(longest, microseconds(segment));
    }
    return (int) ((longest + 999_999) / 1_000_000);
  }

  /**
   * The largest bit rate of any run of segments that lasts between half and one and a half target
   * durations (RFC 8216, 4.3.4.2), so that a last segment of one picture does not count.
   */
  private long peakBandwidth(long[] sizes) {
    double target = targetDuration() * 1e6;
    double peak = 0;
    for (int first = 0; first < bytes.length; first++) {
      double length = 0;
      double bits = 0;
      for (int last = first; last < bytes.length; last++) {
        length += microseconds(last);
        bits += sizes[last] * 8.0;
        if (length > 1.5 * target) {
          break;
        }
        if (length >= 0.5 * target) {
          peak = Math.max(peak, bits * 1e6 / length);
        }
      }
    }
    return (long) Math.ceil(peak);
  }
}
