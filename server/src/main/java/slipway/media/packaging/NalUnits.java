package slipway.media.packaging;

import java.io.IOException;
import java.nio.ByteBuffer;
import slipway.media.container.ByteSource;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleTable;

/**
 * Looks at the kinds of the NAL units at the beginning of a sample, up to the first slice (ITU-T
 * H.264, table 7-1; ITU-T H.265, table 7-1).
 */
final class NalUnits {
  enum Kind {
    H264,
    HEVC
  }

  /** Enough for delimiter, parameter sets and a short message before the slice. */
  private static final int FIRST_BYTES = 256;

  /** Nobody writes more than this in front of a slice. */
  private static final int MOST_UNITS = 64;

  private final SampleTable table;
  private final ByteSource source;
  private final int lengthSize;
  private final Kind kind;
  private final ByteBuffer window = ByteBuffer.allocateDirect(FIRST_BYTES);
  private long windowStart;

  NalUnits(Mp4Track track, ByteSource source, int lengthSize, Kind kind) {
    this.table = track.samples();
    this.source = source;
    this.lengthSize = lengthSize;
    this.kind = kind;
  }

  /**
   * Whether the first slice of a sample refers to nothing before it, and neither does anything
   * after it.
   */
  boolean startsAfresh(int sample) throws IOException {
    long position = table.position(sample);
    long end = position + table.size(sample);
    window.limit(0);
    for (int unit = 0; unit < MOST_UNITS && position + lengthSize < end; unit++) {
      if (!fill(position, lengthSize + 1)) {
        return false;
      }
      int at = (int) (position - windowStart);
      long length = 0;
      for (int i = 0; i < lengthSize; i++) {
        length = (length << 8) | (window.get(at + i) & 0xff);
      }
      int header = window.get(at + lengthSize) & 0xff;
      boolean slice =
          kind == Kind.H264
              ? (header & 0x1f) >= 1 && (header & 0x1f) <= 5
              : ((header >> 1) & 0x3f) < 32;
      if (slice) {
        return kind == Kind.H264
            ? (header & 0x1f) == 5
            : ((header >> 1) & 0x3f) == 19 || ((header >> 1) & 0x3f) == 20;
      }
      position += lengthSize + length;
    }
    return false;
  }

  private boolean fill(long position, int count) throws IOException {
    if (position < windowStart || position + count > windowStart + window.limit()) {
      window.clear();
      source.readAvailable(position, window);
      window.flip();
      windowStart = position;
    }
    return position + count <= windowStart + window.limit();
  }
}
