package slipway.media.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code moov} (ISO/IEC 14496-12, 8.2 to 8.8). */
final class MovieParser {
  private final Mp4Limits limits;
  private final SampleBudget budget;
  private final List<Mp4Track> tracks = new ArrayList<>();
  private final Map<Integer, FragmentedTrack> fragmentedTracks = new HashMap<>();
  private boolean fragmented;

  MovieParser(Mp4Limits limits, SampleBudget budget) {
    this.limits = limits;
    this.budget = budget;
  }

  List<Mp4Track> tracks() {
    return tracks;
  }

  boolean fragmented() {
    return fragmented;
  }

  /**
   * By track id, for those tracks whose samples are read, already holding what stands in {@code
   * moov}.
   */
  Map<Integer, FragmentedTrack> fragmentedTracks() {
    return fragmentedTracks;
  }

  void parse(BoxReader moov) throws IOException, Refusal {
    long timescale = 0;
    List<BoxReader> trackBoxes = new ArrayList<>();
    Map<Integer, FragmentedTrack> defaults = new HashMap<>();
    for (BoxReader box = moov.nextChild(); box != null; box = moov.nextChild()) {
      Encryption.refuse(box);
      switch (box.type()) {
        case "mvhd" -> timescale = timescaleOf(box);
        case "trak" -> {
          trackBoxes.add(box);
          if (trackBoxes.size() > limits.maxTracks()) {
            throw Refusal.unsupported("The file has more than " + limits.maxTracks() + " tracks.");
          }
        }
        case "cmov" -> throw Refusal.unsupported("The file has a compressed index (cmov).");
        case "mvex" -> {
          fragmented = true;
          parseDefaults(box, defaults);
        }
        default -> {}
      }
    }
    if (timescale == 0) {
      throw Refusal.malformed("The file is damaged: its index has no timescale.");
    }
    if (trackBoxes.isEmpty()) {
      throw Refusal.malformed("The file is damaged: its index has no tracks.");
    }
    boolean anyMedia = false;
    for (BoxReader box : trackBoxes) {
      Mp4Track track = new TrackBox().parse(box, timescale);
      tracks.add(track);
      anyMedia |= track.kind() == TrackKind.VIDEO || track.kind() == TrackKind.AUDIO;
      if (fragmented && (track.kind() == TrackKind.VIDEO || track.kind() == TrackKind.AUDIO)) {
        FragmentedTrack samples =
            defaults.getOrDefault(track.id(), new FragmentedTrack(budget, 0, 0, 0));
        samples.beginWith(track.samples());
        fragmentedTracks.putIfAbsent(track.id(), samples);
      }
    }
    if (!anyMedia) {
      throw Refusal.unsupported("The file has neither a video nor an audio track.");
    }
  }

  private void parseDefaults(BoxReader mvex, Map<Integer, FragmentedTrack> defaults)
      throws IOException, Refusal {
    for (BoxReader box = mvex.nextChild(); box != null; box = mvex.nextChild()) {
      if (box.type().equals("trex")) {
        box.versionAndFlags();
        int id = box.i32();
        box.skip(4);
        defaults.put(id, new FragmentedTrack(budget, box.i32(), box.i32(), box.i32()));
      }
    }
  }

  private static long timescaleOf(BoxReader mvhdOrMdhd) throws IOException, Refusal {
    mvhdOrMdhd.skip(mvhdOrMdhd.version() == 1 ? 16 : 8);
    return mvhdOrMdhd.u32();
  }

  /** The parts of one {@code trak}, gathered in whatever order they come. */
  private final class TrackBox {
    private int id;
    private boolean enabled = true;
    private Matrix matrix = Matrix.IDENTITY;
    private List<Edit> edits = List.of();
    private long timescale;
    private String language = "und";
    private TrackKind kind = TrackKind.OTHER;
    private @Nullable BoxReader sampleDescriptions;
    private final SampleTableParser tables = new SampleTableParser(budget);

    Mp4Track parse(BoxReader trak, long movieTimescale) throws IOException, Refusal {
      visit(trak);
      boolean media = kind == TrackKind.VIDEO || kind == TrackKind.AUDIO;
      if (media && timescale == 0) {
        throw Refusal.malformed("The file is damaged: a track has no timescale.");
      }
      if (sampleDescriptions != null) {
        // Configurations are kept, and once more as they are written into init segments.
        budget.hold(sampleDescriptions.end() - sampleDescriptions.start(), 2);
      }
      List<SampleEntry> entries =
          sampleDescriptions == null
              ? List.of()
              : SampleEntryParser.parse(sampleDescriptions, kind);
      SampleTable samples = media ? tables.parse() : SampleTable.EMPTY;
      return new Mp4Track(
          id,
          kind,
          enabled,
          Math.max(1, timescale),
          movieTimescale,
          language,
          edits,
          matrix,
          entries,
          samples);
    }

    /**
     * Follows {@code trak/mdia/minf/stbl} and {@code trak/edts}, no other path: a box inside itself
     * is not looked at.
     */
    private void visit(BoxReader parent) throws IOException, Refusal {
      for (BoxReader box = parent.nextChild(); box != null; box = parent.nextChild()) {
        Encryption.refuse(box);
        switch (parent.type() + "/" + box.type()) {
          case "trak/tkhd" -> header(box);
          case "trak/edts", "trak/mdia", "mdia/minf", "minf/stbl" -> visit(box);
          case "edts/elst" -> edits = edits(box);
          case "mdia/mdhd" -> mediaHeader(box);
          case "mdia/hdlr" -> kind = handler(box);
          case "stbl/stsd" -> sampleDescriptions = box;
          default -> {
            if (parent.type().equals("stbl")) {
              tables.offer(box);
            }
          }
        }
      }
    }

    private void header(BoxReader tkhd) throws IOException, Refusal {
      int versionAndFlags = tkhd.versionAndFlags();
      boolean wide = versionAndFlags >>> 24 == 1;
      enabled = (versionAndFlags & 1) != 0;
      tkhd.skip(wide ? 16 : 8);
      id = tkhd.i32();
      tkhd.skip((wide ? 12 : 8) + 16);
      int a = tkhd.i32();
      int b = tkhd.i32();
      tkhd.skip(4);
      int c = tkhd.i32();
      int d = tkhd.i32();
      matrix = new Matrix(a, b, c, d);
    }

    private void mediaHeader(BoxReader mdhd) throws IOException, Refusal {
      boolean wide = mdhd.version() == 1;
      mdhd.skip(wide ? 16 : 8);
      timescale = mdhd.u32();
      mdhd.skip(wide ? 8 : 4);
      int packed = mdhd.u16();
      // Three letters of 5 bits; QuickTime puts Macintosh codes below 0x400 there, which we do not
      // translate.
      StringBuilder letters = new StringBuilder();
      for (int shift = 10; shift >= 0; shift -= 5) {
        letters.append((char) (0x60 + ((packed >> shift) & 0x1f)));
      }
      language = letters.chars().allMatch(c -> c >= 'a' && c <= 'z') ? letters.toString() : "und";
    }

    private static TrackKind handler(BoxReader hdlr) throws IOException, Refusal {
      hdlr.skip(8);
      return switch (hdlr.fourCharacters()) {
        case "vide" -> TrackKind.VIDEO;
        case "soun" -> TrackKind.AUDIO;
        case "text", "sbtl", "subt", "subp", "clcp" -> TrackKind.TEXT;
        default -> TrackKind.OTHER;
      };
    }

    private List<Edit> edits(BoxReader elst) throws IOException, Refusal {
      boolean wide = elst.version() == 1;
      int count = elst.count(wide ? 20 : 12);
      if (count > 100_000) {
        throw Refusal.unsupported("The file has an edit list of more than 100,000 entries.");
      }
      budget.hold(count, BYTES_PER_EDIT);
      List<Edit> edits = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long duration = wide ? elst.i64() : elst.u32();
        long mediaTime = wide ? elst.i64() : elst.i32();
        boolean normalRate = elst.i32() == 0x10000;
        if (duration < 0 || duration > MAX_TIME || mediaTime < -1 || mediaTime > MAX_TIME) {
          throw Refusal.malformed("The file is damaged: its edit list has an impossible time.");
        }
        edits.add(new Edit(duration, mediaTime, normalRate));
      }
      return edits;
    }
  }

  /** An object, and two lists of them for a moment. */
  private static final int BYTES_PER_EDIT = 48;

  /** Far above any real time, far below where sums of them overflow. */
  private static final long MAX_TIME = 1L << 44;
}
