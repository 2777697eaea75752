package slipway.media.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads WebM files that our own encoder wrote, to see what is in them (MD-43): every track with its
 * blocks counted, and whether all of it lies inside the file. A file that is cut short, or whose
 * sizes are left open as in a live stream, is not read at all.
 *
 * <p>Elements and their numbers are those of RFC 8794 (EBML) and RFC 9559 (Matroska).
 */
public final class WebmReading {
  private static final int EBML = 0x1A45DFA3;
  private static final int DOC_TYPE = 0x4282;
  private static final int SEGMENT = 0x18538067;
  private static final int INFO = 0x1549A966;
  private static final int TIMESTAMP_SCALE = 0x2AD7B1;
  private static final int TRACKS = 0x1654AE6B;
  private static final int TRACK_ENTRY = 0xAE;
  private static final int TRACK_NUMBER = 0xD7;
  private static final int TRACK_TYPE = 0x83;
  private static final int CODEC_ID = 0x86;
  private static final int VIDEO = 0xE0;
  private static final int PIXEL_WIDTH = 0xB0;
  private static final int PIXEL_HEIGHT = 0xBA;
  private static final int AUDIO = 0xE1;
  private static final int CHANNELS = 0x9F;
  private static final int CLUSTER = 0x1F43B675;
  private static final int TIMESTAMP = 0xE7;
  private static final int SIMPLE_BLOCK = 0xA3;
  private static final int BLOCK_GROUP = 0xA0;
  private static final int BLOCK = 0xA1;

  private static final int READ_AT_ONCE = 64 * 1024;
  private static final int LONGEST_TEXT = 64;

  /** Elements of any kind; hours of picture and sound have some millions. */
  private static final long MOST_ELEMENTS = 40_000_000;

  private static final int MOST_TRACKS = 64;

  /** Nanoseconds, when the file does not say otherwise. */
  private static final long DEFAULT_SCALE = 1_000_000;

  private final Window window;
  private final List<Entry> entries = new ArrayList<>();
  private long scale = DEFAULT_SCALE;
  private long elements;

  private WebmReading(Window window) {
    this.window = window;
  }

  /**
   * What is in a file.
   *
   * @param tracks in its order
   */
  public record Webm(List<Track> tracks) {
    public Webm {
      tracks = List.copyOf(tracks);
    }

    /** The first track of a kind. */
    public Optional<Track> first(TrackKind kind) {
      return tracks.stream().filter(track -> track.kind() == kind).findFirst();
    }
  }

  /**
   * One track.
   *
   * @param codec as the file names it, such as {@code V_VP8}
   * @param width of the picture in pixels; 0 for sound
   * @param height likewise
   * @param channels of the sound; 0 for pictures
   * @param blocks how many pictures, or packets of sound
   * @param first when the first of them is shown, in seconds
   * @param last when the last of them is shown, in seconds
   */
  public record Track(
      TrackKind kind,
      String codec,
      int width,
      int height,
      int channels,
      long blocks,
      double first,
      double last) {}

  /** Reads the whole structure and no media; empty when it is not a whole WebM file. */
  public static Optional<Webm> of(ByteSource source) throws IOException {
    try {
      return new WebmReading(new Window(source, READ_AT_ONCE)).read();
    } catch (Refusal notWhole) {
      return Optional.empty();
    }
  }

  /** One element: where its content begins and ends. */
  private record Element(int id, long start, long end) {}

  private static final class Entry {
    private long number;
    private int type;
    private String codec = "";
    private int width;
    private int height;
    private int channels;
    private long blocks;
    private long first = Long.MAX_VALUE;
    private long last;

    void block(long time) {
      blocks++;
      first = Math.min(first, time);
      last = Math.max(last, time);
    }
  }

  private Optional<Webm> read() throws IOException, Refusal {
    Element head = element(0, window.size());
    if (head.id() != EBML || !docType(head).equals("webm")) {
      return Optional.empty();
    }
    Element segment = element(head.end(), window.size());
    if (segment.id() != SEGMENT) {
      return Optional.empty();
    }
    for (long at = segment.start(); at < segment.end(); ) {
      Element part = element(at, segment.end());
      switch (part.id()) {
        case INFO -> info(part);
        case TRACKS -> tracks(part);
        case CLUSTER -> cluster(part);
        default -> {} // Where to seek to, tags: not what is checked.
      }
      at = part.end();
    }
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(new Webm(entries.stream().map(this::track).toList()));
  }

  private Track track(Entry entry) {
    double tick = scale / 1e9;
    return new Track(
        entry.type == 1 ? TrackKind.VIDEO : TrackKind.AUDIO,
        entry.codec,
        entry.width,
        entry.height,
        entry.channels,
        entry.blocks,
        entry.blocks == 0 ? 0 : entry.first * tick,
        entry.last * tick);
  }

  private String docType(Element head) throws IOException, Refusal {
    String type = "";
    for (long at = head.start(); at < head.end(); ) {
      Element part = element(at, head.end());
      type = part.id() == DOC_TYPE ? text(part) : type;
      at = part.end();
    }
    return type;
  }

  private void info(Element info) throws IOException, Refusal {
    for (long at = info.start(); at < info.end(); ) {
      Element part = element(at, info.end());
      scale = part.id() == TIMESTAMP_SCALE ? Math.max(1, number(part)) : scale;
      at = part.end();
    }
  }

  private void tracks(Element tracks) throws IOException, Refusal {
    for (long at = tracks.start(); at < tracks.end(); ) {
      Element part = element(at, tracks.end());
      if (part.id() == TRACK_ENTRY) {
        Entry entry = new Entry();
        fill(entry, part);
        if ((entry.type == 1 || entry.type == 2) && entries.size() < MOST_TRACKS) {
          entries.add(entry);
        }
      }
      at = part.end();
    }
  }

  private void fill(Entry entry, Element element) throws IOException, Refusal {
    for (long at = element.start(); at < element.end(); ) {
      Element part = element(at, element.end());
      switch (part.id()) {
        case TRACK_NUMBER -> entry.number = number(part);
        case TRACK_TYPE -> entry.type = small(part);
        case CODEC_ID -> entry.codec = text(part);
        case PIXEL_WIDTH -> entry.width = small(part);
        case PIXEL_HEIGHT -> entry.height = small(part);
        case CHANNELS -> entry.channels = small(part);
        case VIDEO, AUDIO -> fill(entry, part);
        default -> {} // Colours, private data of the codec.
      }
      at = part.end();
    }
  }

  private void cluster(Element cluster) throws IOException, Refusal {
    long time = 0;
    for (long at = cluster.start(); at < cluster.end(); ) {
      Element part = element(at, cluster.end());
      switch (part.id()) {
        case TIMESTAMP -> time = number(part);
        case SIMPLE_BLOCK -> block(part, time);
        case BLOCK_GROUP -> {
          for (long inner = part.start(); inner < part.end(); ) {
            Element each = element(inner, part.end());
            if (each.id() == BLOCK) {
              block(each, time);
            }
            inner = each.end();
          }
        }
        default -> {} // Positions.
      }
      at = part.end();
    }
  }

  /** A number of a track, then how much later than its cluster it is (RFC 9559, 10.1). */
  private void block(Element block, long clusterTime) throws IOException, Refusal {
    int length = lengthOfNumber(window.u8(block.start()));
    if (block.start() + length + 3 > block.end()) {
      throw damaged();
    }
    long number = vint(block.start(), length);
    long time = clusterTime + (short) window.u16(block.start() + length);
    for (Entry entry : entries) {
      if (entry.number == number) {
        entry.block(Math.max(0, time));
      }
    }
  }

  /** The element at a position, all of it inside {@code end}. */
  private Element element(long position, long end) throws IOException, Refusal {
    if (++elements > MOST_ELEMENTS) {
      throw damaged();
    }
    int first = window.u8(position);
    int idLength = lengthOfNumber(first);
    if (idLength > 4) {
      throw damaged();
    }
    int id = 0;
    for (int i = 0; i < idLength; i++) {
      id = (id << 8) | window.u8(position + i);
    }
    long at = position + idLength;
    int sizeLength = lengthOfNumber(window.u8(at));
    long size = vint(at, sizeLength);
    long start = at + sizeLength;
    boolean open = size == (1L << (7 * sizeLength)) - 1;
    if (open || start > end || size > end - start) {
      throw damaged();
    }
    return new Element(id, start, start + size);
  }

  /** Leading zeros of the first byte tell how many bytes a number has (RFC 8794, 4). */
  private static int lengthOfNumber(int first) throws Refusal {
    if (first == 0) {
      throw damaged();
    }
    return Integer.numberOfLeadingZeros(first) - 23;
  }

  private long vint(long position, int length) throws IOException, Refusal {
    long value = window.u8(position) & (0xff >> length);
    for (int i = 1; i < length; i++) {
      value = (value << 8) | window.u8(position + i);
    }
    return value;
  }

  private long number(Element element) throws IOException, Refusal {
    long size = element.end() - element.start();
    if (size > 8) {
      throw damaged();
    }
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = (value << 8) | window.u8(element.start() + i);
    }
    return value;
  }

  private int small(Element element) throws IOException, Refusal {
    long value = number(element);
    if (value < 0 || value > 1 << 20) {
      throw damaged();
    }
    return (int) value;
  }

  private String text(Element element) throws IOException, Refusal {
    long size = element.end() - element.start();
    if (size > LONGEST_TEXT) {
      throw damaged();
    }
    return new String(window.bytes(element.start(), (int) size), StandardCharsets.US_ASCII)
        .replace("\0", "");
  }

  private static Refusal damaged() {
    return Refusal.malformed("The file is not a whole WebM file.");
  }
}
