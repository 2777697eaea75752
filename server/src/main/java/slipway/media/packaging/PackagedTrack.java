package slipway.media.packaging;

import java.util.ArrayList;
import java.util.List;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleEntry;
import slipway.media.container.SampleTable;
import slipway.media.container.TrackKind;

/** One track cut into segments, numbered from 0. */
final class PackagedTrack {
  private static final int MOOF_WITHOUT_SAMPLES = 8 + 16 + 8 + 16 + 20 + 20;
  private static final int BYTES_PER_SAMPLE = 16;
  private static final int MDAT_HEADER = 8;
  private static final int LARGE_MDAT_HEADER = 16;

  private static final int BASE_IS_MOOF = 0x020000;
  private static final int ALL_FIELDS = 0xf01;
  private static final int SYNC_SAMPLE = 0x02000000; // depends on no other
  private static final int OTHER_SAMPLE = 0x01010000; // depends on others, is no sync sample

  private final String file;
  private final Timeline timeline;
  private final CutPoints cutPoints;

  /** The first sample of each segment, and behind the last one the number of samples. */
  private final int[] boundaries;

  private final Rendition rendition;

  PackagedTrack(TrackInput input, Timeline timeline, int[] boundaries) {
    this.file = input.file();
    this.timeline = timeline;
    this.cutPoints = input.checked().cutPoints();
    this.boundaries = boundaries;
    this.rendition = describe(input.rendition());
  }

  /** From the samples at which to cut to boundaries: ascending, none empty. */
  static int[] boundaries(SampleTable samples, List<Integer> cuts) {
    List<Integer> boundaries = new ArrayList<>(List.of(0));
    for (int cut : cuts) {
      if (cut > boundaries.getLast() && cut < samples.count()) {
        boundaries.add(cut);
      }
    }
    boundaries.add(samples.count());
    return boundaries.stream().mapToInt(Integer::intValue).toArray();
  }

  Rendition rendition() {
    return rendition;
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

  int segments() {
    return boundaries.length - 1;
  }

  /** When a segment begins, in ticks; for the number of segments, when the last one ends. */
  long start(int segment) {
    return timeline.decodeTime(boundaries[segment]);
  }

  /**
   * How long a segment is in microseconds. Rounding does not add up: all of them together are the
   * track's length to the microsecond.
   */
  long microseconds(int segment) {
    return microsecondsFromStart(segment + 1) - microsecondsFromStart(segment);
  }

  private long microsecondsFromStart(int segment) {
    return Math.round((double) (start(segment) - start(0)) * 1e6 / track().timescale());
  }

  /** Bytes of a segment. */
  long bytes(int segment) {
    long payload = timeline.samples().bytes(boundaries[segment], boundaries[segment + 1]);
    return headBytes(segment, payload) + payload;
  }

  private int headBytes(int segment, long payload) {
    return moofBytes(segment) + mdatHeader(payload);
  }

  private int moofBytes(int segment) {
    return MOOF_WITHOUT_SAMPLES
        + BYTES_PER_SAMPLE * (boundaries[segment + 1] - boundaries[segment]);
  }

  private static int mdatHeader(long payload) {
    return payload + MDAT_HEADER > 0xffffffffL ? LARGE_MDAT_HEADER : MDAT_HEADER;
  }

  Resource init() {
    return Resource.bytes(contentType(), InitSegment.of(track()));
  }

  String contentType() {
    return video() ? "video/mp4" : "audio/mp4";
  }

  /** Writes {@code moof} and the header of {@code mdat}, and points to the payload (MD-56). */
  Resource segment(int segment) {
    SampleTable samples = timeline.samples();
    int from = boundaries[segment];
    int to = boundaries[segment + 1];
    long payload = samples.bytes(from, to);
    int moofBytes = moofBytes(segment);
    BoxWriter out = new BoxWriter(moofBytes + LARGE_MDAT_HEADER);
    out.box(
        "moof",
        () -> {
          out.box("mfhd", 0, 0, () -> out.i32(segment + 1));
          out.box(
              "traf",
              () -> {
                out.box("tfhd", 0, BASE_IS_MOOF, () -> out.i32(InitSegment.TRACK_ID));
                out.box("tfdt", 1, 0, () -> out.i64(start(segment)));
                out.box(
                    "trun",
                    1,
                    ALL_FIELDS,
                    () -> writeRun(out, from, to, moofBytes + mdatHeader(payload)));
              });
        });
    if (mdatHeader(payload) == LARGE_MDAT_HEADER) {
      out.i32(1).text("mdat").i64(payload + LARGE_MDAT_HEADER);
    } else {
      out.i32((int) (payload + MDAT_HEADER)).text("mdat");
    }
    List<FileRange> body =
        samples.ranges(from, to).stream()
            .map(range -> new FileRange(file, range.position(), range.length()))
            .toList();
    return Resource.segment(contentType(), out.toByteArray(), body);
  }

  private void writeRun(BoxWriter out, int from, int to, int dataOffset) {
    SampleTable samples = timeline.samples();
    out.i32(to - from).i32(dataOffset);
    for (int sample = from; sample < to; sample++) {
      out.i32(samples.duration(sample)).i32(samples.size(sample));
      out.i32(startsAfresh(sample) ? SYNC_SAMPLE : OTHER_SAMPLE)
          .i32(timeline.compositionOffset(sample));
    }
  }

  private boolean startsAfresh(int sample) {
    return !video() || cutPoints.contains(sample);
  }

  private Rendition describe(String name) {
    Mp4Track track = track();
    String codecs =
        track
            .video()
            .map(entry -> entry.codec().codecString())
            .or(() -> track.audio().map(entry -> entry.codec().codecString()))
            .orElse("");
    long total = 0;
    for (int segment = 0; segment < segments(); segment++) {
      total += bytes(segment);
    }
    double seconds = microsecondsFromStart(segments()) / 1e6;
    long average = seconds > 0 ? (long) Math.ceil(total * 8 / seconds) : total * 8;
    return new Rendition(
        name,
        track.kind(),
        codecs,
        Math.max(average, peakBandwidth()),
        average,
        track.displaySize(),
        video() ? track.rate() : 0,
        track.audio().map(SampleEntry.Audio::channels).orElse(0),
        track.audio().map(SampleEntry.Audio::sampleRate).orElse(0),
        track.language(),
        segments(),
        seconds);
  }

  /** The longest segment in whole seconds, rounded up, at least 1. */
  int targetDuration() {
    long longest = 1;
    for (int segment = 0; segment < segments(); segment++) {
      longest = Math.max(longest, microseconds(segment));
    }
    return (int) ((longest + 999_999) / 1_000_000);
  }

  /**
   * The largest bit rate of any run of segments that lasts between half and one and a half target
   * durations (RFC 8216, 4.3.4.2), so that a last segment of one picture does not count.
   */
  private long peakBandwidth() {
    double target = targetDuration() * 1e6;
    double peak = 0;
    for (int first = 0; first < segments(); first++) {
      double length = 0;
      double bits = 0;
      for (int last = first; last < segments(); last++) {
        length += microseconds(last);
        bits += bytes(last) * 8.0;
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
