package slipway.media.container;

import java.io.IOException;
import java.util.Map;

/** Reads {@code moof} boxes (ISO/IEC 14496-12, 8.8). */
final class FragmentParser {
  private static final int BASE_DATA_OFFSET = 0x1;
  private static final int SAMPLE_DESCRIPTION = 0x2;
  private static final int DEFAULT_DURATION = 0x8;
  private static final int DEFAULT_SIZE = 0x10;
  private static final int DEFAULT_FLAGS = 0x20;

  private static final int DATA_OFFSET = 0x1;
  private static final int FIRST_FLAGS = 0x4;
  private static final int DURATION = 0x100;
  private static final int SIZE = 0x200;
  private static final int FLAGS = 0x400;
  private static final int OFFSET = 0x800;

  private final Map<Integer, FragmentedTrack> tracks;
  private final long fileSize;

  /** Bytes of the media of all samples that have no field of their own. */
  private long named;

  FragmentParser(Map<Integer, FragmentedTrack> tracks, long fileSize) {
    this.tracks = tracks;
    this.fileSize = fileSize;
  }

  void parse(BoxReader moof) throws IOException, Refusal {
    for (BoxReader child = moof.nextChild(); child != null; child = moof.nextChild()) {
      Encryption.refuse(child);
      if (child.type().equals("traf")) {
        parseTrack(child, moof.start());
      }
    }
  }

  private void parseTrack(BoxReader traf, long moofStart) throws IOException, Refusal {
    FragmentedTrack track = null;
    int duration = 0;
    int size = 0;
    int flags = 0;
    long base = moofStart;
    long next = -1;
    for (BoxReader box = traf.nextChild(); box != null; box = traf.nextChild()) {
      Encryption.refuse(box);
      switch (box.type()) {
        case "tfhd" -> {
          int present = box.versionAndFlags();
          track = tracks.get(box.i32());
          if (track == null) {
            return; // a track that we do not read
          }
          base = (present & BASE_DATA_OFFSET) != 0 ? box.i64() : moofStart;
          box.skip((present & SAMPLE_DESCRIPTION) != 0 ? 4 : 0);
          duration = (present & DEFAULT_DURATION) != 0 ? box.i32() : track.defaultDuration;
          size = (present & DEFAULT_SIZE) != 0 ? box.i32() : track.defaultSize;
          flags = (present & DEFAULT_FLAGS) != 0 ? box.i32() : track.defaultFlags;
        }
        case "tfdt" -> {
          long time = box.version() == 1 ? box.i64() : box.u32();
          if (track != null && time >= 0 && time < Long.MAX_VALUE / 4) {
            track.startsAt(time);
          }
        }
        case "trun" -> {
          if (track != null) {
            next = parseRun(box, track, base, next, duration, size, flags);
          }
        }
        default -> {}
      }
    }
  }

  private long parseRun(
      BoxReader trun,
      FragmentedTrack track,
      long base,
      long next,
      int defaultDuration,
      int defaultSize,
      int defaultFlags)
      throws IOException, Refusal {
    int present = trun.versionAndFlags();
    long count = trun.u32();
    long start = (present & DATA_OFFSET) != 0 ? base + trun.i32() : next >= 0 ? next : base;
    int firstFlags = (present & FIRST_FLAGS) != 0 ? trun.i32() : defaultFlags;
    int fields = Integer.bitCount(present & (DURATION | SIZE | FLAGS | OFFSET));
    // Without fields of their own, samples cost the writer nothing; then at least their media must
    // be there, each byte for one of them.
    named += fields > 0 ? 0 : count * Math.max(0, defaultSize);
    boolean fits =
        fields > 0 ? count * fields * 4 <= trun.remaining() : defaultSize > 0 && named <= fileSize;
    if (start < 0 || start > Long.MAX_VALUE / 2 || (count > 0 && !fits)) {
      throw Refusal.malformed("The file is damaged: a fragment says it is longer than it is.");
    }
    track.beginRun(start, count, (present & DURATION) != 0, (present & OFFSET) != 0);
    long position = start;
    for (long i = 0; i < count; i++) {
      int duration = (present & DURATION) != 0 ? trun.i32() : defaultDuration;
      int size = (present & SIZE) != 0 ? trun.i32() : defaultSize;
      int flags = (present & FLAGS) != 0 ? trun.i32() : i == 0 ? firstFlags : defaultFlags;
      int offset = (present & OFFSET) != 0 ? trun.i32() : 0;
      if (size < 0) {
        throw Refusal.malformed("The file is damaged: a sample has an impossible size.");
      }
      track.add(SampleTableParser.duration(duration), size, flags, offset);
      position += size;
    }
    return position;
  }
}
