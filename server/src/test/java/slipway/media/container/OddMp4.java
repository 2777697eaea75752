package slipway.media.container;

import static slipway.media.container.TinyMp4.full;
import static slipway.media.container.TinyMp4.ints;

import java.util.List;

/**
 * A file of many pictures that all lie at the same place and are key frames, one in a second: some
 * hundred bytes that say what a film says.
 */
public final class OddMp4 {
  /** In ticks. */
  public static final int SECOND = 12_800;

  private final int pictures;
  private int duration = SECOND;
  private byte[] offsets = new byte[0];
  private boolean inOnePlace;

  public OddMp4(int pictures) {
    this.pictures = pictures;
  }

  /** How long each of them is, in ticks. */
  public OddMp4 durations(int ticks) {
    duration = ticks;
    return this;
  }

  /** One behind the other, which is more than there is in the file. */
  public OddMp4 inOnePlace() {
    inOnePlace = true;
    return this;
  }

  /** Every second one is shown a little later than decoded. */
  public OddMp4 alternating() {
    int[] pairs = new int[2 * pictures];
    for (int i = 0; i < pictures; i++) {
      pairs[2 * i] = 1;
      pairs[2 * i + 1] = i % 2;
    }
    offsets = full("ctts", 0, TinyMp4.join(ints(pictures), ints(pairs)));
    return this;
  }

  /** Some of them are shown later than decoded. */
  public OddMp4 offsets(int first, int count, int ticks) {
    offsets =
        full("ctts", 0, ints(3, first, 0, count, ticks, Math.max(0, pictures - first - count), 0));
    return this;
  }

  public byte[] build() {
    return new TinyMp4()
        .sizes(full("stsz", 0, ints(TinyMp4.SAMPLE_BYTES, pictures)))
        .times(full("stts", 0, ints(1, pictures, duration)))
        .offsets(offsets)
        .sync(new byte[0])
        .chunkMap(full("stsc", 0, ints(1, 1, inOnePlace ? pictures : 1, 1)))
        .chunks(inOnePlace ? 1 : pictures)
        .build();
  }

  /** The same track with all its samples from one on shown later. */
  public static Mp4Track withOffsets(Mp4Track track, int from, int ticks) {
    SampleTable samples = track.samples();
    int count = samples.count();
    DecodeTimes.Builder times = new DecodeTimes.Builder(count, 16, 0);
    RunLengths.Builder offsets = new RunLengths.Builder(count, 2);
    ChunkTable.Builder chunks = new ChunkTable.Builder(count);
    int[] sizes = new int[count];
    long[] positions = new long[count];
    int[] sync = new int[samples.syncCount()];
    for (int sample = 0; sample < count; sample++) {
      times.add(1, samples.duration(sample));
      sizes[sample] = samples.size(sample);
      positions[sample] = samples.position(sample);
    }
    for (int i = 0; i < sync.length; i++) {
      sync[i] = samples.syncSample(i);
    }
    offsets.add(from, 0);
    offsets.add(count - from, ticks);
    chunks.add(count, 1);
    return new Mp4Track(
        track.id(),
        track.kind(),
        track.enabled(),
        track.timescale(),
        track.movieTimescale(),
        track.language(),
        List.of(),
        track.matrix(),
        track.entries(),
        new SampleTable(
            count, times.build(), offsets.build(), sizes, 0, sync, chunks.build(positions)));
  }

  /** The same track under another number. */
  public static Mp4Track numbered(Mp4Track track, int id) {
    return new Mp4Track(
        id,
        track.kind(),
        track.enabled(),
        track.timescale(),
        track.movieTimescale(),
        track.language(),
        track.edits(),
        track.matrix(),
        track.entries(),
        track.samples());
  }

  /** The same movie with other tracks. */
  public static Mp4Movie with(Mp4Movie movie, List<Mp4Track> tracks) {
    return new Mp4Movie(
        movie.brands(),
        movie.fragmented(),
        movie.indexFirst(),
        movie.indexPosition(),
        movie.indexBytes(),
        movie.size(),
        tracks);
  }
}
