package slipway.media.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The track of a file that {@link MovieJoiner} would write, without writing it: the same samples at
 * the same times under the same numbers, and where in the parts each of its bytes lies. Immutable.
 */
public final class JoinedTrack {
  private final Mp4Track track;

  /** Positions in the joined file at which runs of bytes begin, ascending. */
  private final long[] starts;

  private final List<InPart> runs;

  private JoinedTrack(Mp4Track track, long[] starts, List<InPart> runs) {
    this.track = track;
    this.starts = starts;
    this.runs = List.copyOf(runs);
  }

  /** Bytes of one part, which are counted from 0. */
  public record InPart(int part, ByteRange range) {}

  /**
   * Joins the indexes.
   *
   * @throws IllegalArgumentException when {@link MovieJoiner#obstacle} names one
   */
  public static JoinedTrack of(List<MovieJoiner.Part> parts) throws IOException {
    byte[] head = MovieJoiner.head(parts);
    List<InPart> runs = new ArrayList<>();
    List<Long> starts = new ArrayList<>();
    long position = head.length;
    for (int number = 0; number < parts.size(); number++) {
      SampleTable samples = parts.get(number).track().samples();
      for (ByteRange range : samples.ranges(0, samples.count())) {
        starts.add(position);
        runs.add(new InPart(number, range));
        position += range.length();
      }
    }
    if (!(Mp4Index.read(new Head(ByteBuffer.wrap(head), position))
        instanceof Mp4Reading.Parsed(Mp4Movie movie))) {
      throw new IOException("the index of joined parts cannot be read");
    }
    return new JoinedTrack(
        movie.video().or(movie::audio).orElseThrow(),
        starts.stream().mapToLong(Long::longValue).toArray(),
        runs);
  }

  public Mp4Track track() {
    return track;
  }

  /** Where the last sample ends in the joined file. */
  public long end() {
    return starts[starts.length - 1] + runs.getLast().range().length();
  }

  /** Where bytes of the samples lie, in order. */
  public List<InPart> where(ByteRange joined) {
    List<InPart> found = new ArrayList<>();
    long position = joined.position();
    long end = position + joined.length();
    int run = Arrays.binarySearch(starts, position);
    for (run = run >= 0 ? run : -run - 2; position < end; run++) {
      InPart whole = runs.get(run);
      long into = position - starts[run];
      long length = Math.min(end - position, whole.range().length() - into);
      found.add(new InPart(whole.part(), new ByteRange(whole.range().position() + into, length)));
      position += length;
    }
    return found;
  }

  /** A file of which only the beginning is there; the rest is nothing but zeros. */
  private record Head(ByteBuffer bytes, long size) implements ByteSource {
    @Override
    public int read(long position, ByteBuffer into) {
      if (position >= size) {
        return -1;
      }
      int count = (int) Math.min(into.remaining(), size - position);
      int known = Math.clamp(bytes.limit() - position, 0, count);
      if (known > 0) {
        into.put(bytes.slice((int) position, known));
      }
      into.put(new byte[count - known]);
      return count;
    }
  }
}
