package slipway.media.packaging;

import java.io.IOException;
import java.util.Arrays;
import slipway.media.container.ByteSource;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleEntry;
import slipway.media.container.SampleTable;
import slipway.media.container.TrackKind;
import slipway.media.container.VideoCodec;

/**
 * The samples of a video track at which a player can start afresh, numbered from 0, ascending
 * (MD-54).
 *
 * <p>The index alone does not tell: with open GOPs it also lists pictures whose followers refer to
 * what was before. So the first bytes of each sync sample are looked at. Immutable.
 */
public final class CutPoints {
  /**
   * Cuts closer together than this are of no use, so files in which every picture is a key frame do
   * not cost a read per picture.
   */
  private static final double CLOSEST = 1.0;

  /** Rounding of frame times must not make a cut miss its second. */
  private static final double TOLERANCE = 0.05;

  private final int[] samples;

  private CutPoints(int[] samples) {
    this.samples = samples;
  }

  /**
   * Believes the index: for tracks that our own encoder made with closed GOPs, and for audio, where
   * every sample will do. All key frames among other pictures are kept, however close: one of them
   * lies where the source is cut, and without it this track could not be cut like that one.
   */
  public static CutPoints fromIndex(Mp4Track track) {
    boolean anywhere = track.kind() != TrackKind.VIDEO || track.samples().allSync();
    return select(track, anywhere ? CLOSEST : 0, sample -> true);
  }

  /**
   * Looks at the sync samples of a track, at most about one per second. Costs one small read each.
   * Of a source that is still growing, the index is believed about what is not there yet: when that
   * comes and is another thing, only cuts behind it change.
   */
  public static CutPoints verified(Mp4Track track, ByteSource source) throws IOException {
    VideoCodec codec = track.video().map(SampleEntry.Video::codec).orElseThrow();
    return switch (codec) {
      case VideoCodec.H264 h264 ->
          verified(
              track, source, new NalUnits(track, source, h264.nalLengthSize(), NalUnits.Kind.H264));
      case VideoCodec.Hevc hevc ->
          verified(
              track, source, new NalUnits(track, source, hevc.nalLengthSize(), NalUnits.Kind.HEVC));
      case VideoCodec.Other other -> fromIndex(track);
    };
  }

  private static CutPoints verified(Mp4Track track, ByteSource source, NalUnits units)
      throws IOException {
    SampleTable table = track.samples();
    long there = source.size();
    return select(
        track,
        CLOSEST,
        sample ->
            table.position(sample) + table.size(sample) > there || units.startsAfresh(sample));
  }

  private static <E extends Exception> CutPoints select(
      Mp4Track track, double closest, Test<E> test) throws E {
    SampleTable table = track.samples();
    int[] kept = new int[Math.min(table.syncCount(), 1024)];
    int count = 0;
    long step = (long) (Math.max(0, closest - TOLERANCE) * track.timescale());
    long next = Long.MIN_VALUE;
    for (int i = 0; i < table.syncCount(); i++) {
      if (table.allSync() && i > 0) {
        // Hours of sound have a million samples; those that are too close are not even looked at.
        i = Math.max(i, table.sampleAt(next));
      }
      int sample = table.syncSample(i);
      long time = table.decodeTime(sample);
      if (time < next || !test.startsAfresh(sample)) {
        continue;
      }
      if (count == kept.length) {
        kept = Arrays.copyOf(kept, count * 2);
      }
      kept[count++] = sample;
      next = time + step;
    }
    return new CutPoints(Arrays.copyOf(kept, count));
  }

  private interface Test<E extends Exception> {
    boolean startsAfresh(int sample) throws E;
  }

  /** How many there are. */
  public int count() {
    return samples.length;
  }

  /** The sample at which the {@code index}-th one lies. */
  public int sample(int index) {
    return samples[index];
  }

  /** Bytes of memory, roughly. */
  long memory() {
    return 4L * samples.length;
  }

  /** Whether a sample is one of them. */
  boolean contains(int sample) {
    return Arrays.binarySearch(samples, sample) >= 0;
  }
}
