package slipway.media.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way in: from bytes to an {@link Mp4Movie} or the reason why not.
 *
 * <p>Reads the headers of the boxes on the top level and the index itself; the media is not
 * touched, so the cost follows the index and not the file. Files in fragments have one small index
 * per fragment, all of which are read. Memory needed follows the bytes that are really there,
 * whatever counts and sizes pretend (MD-51).
 */
public final class Mp4Index {
  /** Enough for the whole index of a short video. */
  private static final int FIRST_LOOK = 64 << 10;

  private static final int LARGEST_WINDOW = 1 << 20;

  /** Fragments lie far apart and are small. */
  private static final int FRAGMENT_LOOK = 4 << 10;

  private static final Set<String> FIRST_BOXES =
      Set.of(
          "ftyp", "moov", "mdat", "free", "skip", "wide", "pnot", "styp", "sidx", "moof", "uuid");

  private static final Set<String> PICTURE_BRANDS =
      Set.of("mif1", "msf1", "heic", "heix", "hevc", "heim", "heis", "avif", "avis");

  /** Real files have three or four. */
  private static final int MOST_BOXES_BEFORE_INDEX = 50_000;

  private final Window window;
  private final Mp4Limits limits;
  private final boolean onlyIndexFirst;
  private final IndexTurns.Turn turn;
  private final List<String> brands = new ArrayList<>();

  private Mp4Index(Window window, Mp4Limits limits, boolean onlyIndexFirst, IndexTurns.Turn turn) {
    this.window = window;
    this.turn = turn;
    this.limits = limits;
    this.onlyIndexFirst = onlyIndexFirst;
  }

  /**
   * Reads the index. Where it is large, others that are large are waited for.
   *
   * @throws IOException when the source fails; what the bytes say is never an exception
   */
  public static Mp4Reading read(ByteSource source, Mp4Limits limits) throws IOException {
    try (IndexTurns.Turn turn = IndexTurns.next()) {
      return read(source, limits, /* onlyIndexFirst= */ false, turn);
    }
  }

  /** The same with {@link Mp4Limits#DEFAULT}. */
  public static Mp4Reading read(ByteSource source) throws IOException {
    return read(source, Mp4Limits.DEFAULT);
  }

  /** The same for who works with it for a while and keeps the turn so long. */
  public static Mp4Reading read(ByteSource source, IndexTurns.Turn turn) throws IOException {
    return read(source, Mp4Limits.DEFAULT, /* onlyIndexFirst= */ false, turn);
  }

  /**
   * The same for those who can use an index only if it stands before the media: one that comes
   * behind is {@link Mp4Reading.Unsupported} and is not read at all, however large it is.
   */
  public static Mp4Reading readIndexFirst(ByteSource source, IndexTurns.Turn turn)
      throws IOException {
    return read(source, Mp4Limits.DEFAULT, /* onlyIndexFirst= */ true, turn);
  }

  private static Mp4Reading read(
      ByteSource source, Mp4Limits limits, boolean onlyIndexFirst, IndexTurns.Turn turn)
      throws IOException {
    turn.begin();
    try {
      return new Mp4Index(new Window(source, FIRST_LOOK), limits, onlyIndexFirst, turn).read();
    } catch (Refusal refusal) {
      return refusal.verdict();
    } finally {
      turn.end();
    }
  }

  private Mp4Reading read() throws IOException, Refusal {
    BoxReader file = BoxReader.file(window, limits.maxBoxes());
    boolean mediaSeen = false;
    boolean first = true;
    int boxes = 0;
    for (BoxReader box = firstBox(file); box != null; box = file.nextTopLevel()) {
      if (first && !FIRST_BOXES.contains(box.type())) {
        return new Mp4Reading.NotMp4();
      }
      first = false;
      if (++boxes > MOST_BOXES_BEFORE_INDEX) {
        throw Refusal.unsupported("The file has too many boxes before its index.");
      }
      Encryption.refuse(box);
      switch (box.type()) {
        case "ftyp" -> readBrands(box);
        case "moov" -> {
          return readMovie(file, box, !mediaSeen);
        }
        case "mdat" -> {
          if (onlyIndexFirst) {
            throw Refusal.unsupported("The file has its index behind its media.");
          }
          mediaSeen = true;
        }
        default -> {}
      }
      if (box.end() > window.size()) {
        if (!FIRST_BOXES.contains(box.type()) && !box.type().equals("meta")) {
          throw Refusal.malformed("The file is damaged: one of its boxes reaches beyond the end.");
        }
        return new Mp4Reading.HeaderMissing(window.size(), box.end());
      }
    }
    return first
        ? new Mp4Reading.NotMp4()
        : new Mp4Reading.HeaderMissing(window.size(), window.size() + 8);
  }

  /**
   * Noise has a box header too; an impossible one at the very beginning only says that this is no
   * MP4 file.
   */
  private static @Nullable BoxReader firstBox(BoxReader file) throws IOException, Refusal {
    if (file.remaining() < 8) {
      return null;
    }
    file.skip(4);
    boolean known = FIRST_BOXES.contains(file.fourCharacters());
    file.moveTo(0);
    return known ? file.nextTopLevel() : null;
  }

  private void readBrands(BoxReader ftyp) throws IOException, Refusal {
    if (!brands.isEmpty() || ftyp.end() > window.size()) {
      return;
    }
    brands.add(ftyp.fourCharacters());
    ftyp.skip(4);
    while (ftyp.remaining() >= 4 && brands.size() < 64) {
      brands.add(ftyp.fourCharacters());
    }
    if (PICTURE_BRANDS.contains(brands.getFirst())) {
      throw Refusal.unsupported("The file is a picture, not a video.");
    }
  }

  private Mp4Reading readMovie(BoxReader file, BoxReader moov, boolean indexFirst)
      throws IOException, Refusal {
    long length = moov.end() - moov.start();
    if (length > limits.maxIndexBytes()) {
      throw Refusal.unsupported(
          "The file has an index of more than " + (limits.maxIndexBytes() >> 20) + " MiB.");
    }
    if (moov.end() > window.size()) {
      return new Mp4Reading.HeaderMissing(window.size(), moov.end());
    }
    if (length > FIRST_LOOK) {
      window.capacity((int) Math.min(length, LARGEST_WINDOW));
    }
    SampleBudget budget = new SampleBudget(limits, turn);
    MovieParser parser = new MovieParser(limits, budget);
    parser.parse(moov);
    List<Mp4Track> tracks = parser.tracks();
    long needed = 0;
    if (parser.fragmented()) {
      needed = readFragments(file, parser);
      tracks = tracks.stream().map(track -> withFragments(track, parser)).toList();
    }
    Mp4Movie movie =
        new Mp4Movie(
            brands, parser.fragmented(), indexFirst, moov.start(), length, window.size(), tracks);
    for (Mp4Track track : tracks) {
      needed = Math.max(needed, track.samples().neededSize());
    }
    return needed > window.size()
        ? new Mp4Reading.MediaMissing(movie, window.size(), needed)
        : new Mp4Reading.Parsed(movie);
  }

  /**
   * @return the end of the last box, which may lie beyond the end of the file
   */
  private long readFragments(BoxReader file, MovieParser parser) throws IOException, Refusal {
    window.capacity(FRAGMENT_LOOK);
    FragmentParser fragments = new FragmentParser(parser.fragmentedTracks(), window.size());
    long indexBytes = 0;
    long end = 0;
    for (BoxReader box = file.nextTopLevel(); box != null; box = file.nextTopLevel()) {
      end = Math.max(end, box.end());
      if (!box.type().equals("moof") || box.end() > window.size()) {
        continue;
      }
      indexBytes += box.end() - box.start();
      if (indexBytes > limits.maxIndexBytes()) {
        throw Refusal.unsupported(
            "The file has an index of more than " + (limits.maxIndexBytes() >> 20) + " MiB.");
      }
      fragments.parse(box);
    }
    return end;
  }

  private static Mp4Track withFragments(Mp4Track track, MovieParser parser) {
    FragmentedTrack samples = parser.fragmentedTracks().get(track.id());
    if (samples == null) {
      return track;
    }
    return new Mp4Track(
        track.id(),
        track.kind(),
        track.enabled(),
        track.timescale(),
        track.movieTimescale(),
        track.language(),
        track.edits(),
        track.matrix(),
        track.entries(),
        samples.build());
  }
}
