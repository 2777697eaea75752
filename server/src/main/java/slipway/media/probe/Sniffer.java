package slipway.media.probe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import slipway.media.probe.Sniffed.Kind;
import slipway.media.probe.Sniffed.Media;
import slipway.media.probe.Sniffed.Refused;
import slipway.media.probe.Sniffed.Undecided;

/**
 * The first look at a file, before any tool sees it (MD-10, REL-50, REL-51).
 *
 * <p>FFmpeg alone chooses by content and would take a text for a list of files to open. Here a file
 * must begin as a known container does; everything else is refused, with a name where it has one.
 * Pure and cheap: call it again with more bytes while they arrive.
 */
public final class Sniffer {
  /** Bytes from the start that always suffice. */
  public static final int ENOUGH = 4096;

  /** Below this nothing is decided but emptiness: it holds every signature at a fixed place. */
  private static final int LEAST = 16;

  /**
   * Box types that a file of the ISO or QuickTime family may begin with (ISO/IEC 14496-12, 4.2).
   */
  private static final List<String> FIRST_BOXES =
      List.of("ftyp", "styp", "moov", "mdat", "moof", "free", "skip", "wide", "pnot", "sidx");

  /** Brands of still pictures in the same family (ISO/IEC 23008-12, AV1 Image File Format). */
  private static final List<String> PICTURE_BRANDS =
      List.of("heic", "heix", "heim", "heis", "mif1", "avif", "crx ", "jp2 ", "jxl ");

  private Sniffer() {}

  /**
   * Looks at the beginning of a file.
   *
   * @param head bytes from the start of the file; more than {@link #ENOUGH} are not looked at
   * @param complete whether {@code head} is the whole file
   */
  public static Sniffed look(byte[] head, boolean complete) {
    Bytes bytes = new Bytes(Arrays.copyOf(head, Math.min(head.length, ENOUGH)));
    boolean all = complete || head.length >= ENOUGH;
    if (complete && head.length == 0) {
      return new Refused(Kind.EMPTY);
    }
    if (!all && bytes.length() < LEAST) {
      return new Undecided(LEAST);
    }
    if (picture(bytes)) {
      return new Refused(Kind.IMAGE);
    }
    Container container = container(bytes);
    if (container != null) {
      return new Media(container);
    }
    Kind foreign = foreign(bytes);
    if (foreign != null) {
      return new Refused(foreign);
    }
    if (!all) {
      return new Undecided(ENOUGH);
    }
    if (transportStream(bytes)) {
      return new Media(Container.MPEG_TS);
    }
    if (bareAudio(bytes)) {
      return new Media(Container.BARE_AUDIO);
    }
    return new Refused(text(bytes));
  }

  private static boolean picture(Bytes b) {
    return b.hex(0, "ffd8ff")
        || b.hex(0, "89504e470d0a1a0a")
        || (b.ascii(0, "RIFF") && b.ascii(8, "WEBP"))
        || b.hex(0, "49492a00")
        || b.hex(0, "4d4d002a")
        || (b.ascii(0, "BM") && b.hex(6, "00000000"))
        || b.ascii(0, "8BPS")
        || (b.hex(0, "00000100") && !b.printable(4, 4))
        || b.hex(0, "0000000c6a502020")
        || b.hex(0, "0000000c4a584c20")
        || b.hex(0, "ff0a")
        || (b.ascii(4, "ftyp") && PICTURE_BRANDS.stream().anyMatch(brand -> b.ascii(8, brand)));
  }

  /** Signatures of at least three bytes at a fixed place; null when there is none. */
  private static @Nullable Container container(Bytes b) {
    if (FIRST_BOXES.stream().anyMatch(type -> b.ascii(4, type)) && plausibleBoxSize(b)) {
      return Container.ISO_BMFF;
    }
    if (b.hex(0, "1a45dfa3")) {
      return Container.MATROSKA;
    }
    if (b.ascii(0, "RIFF") && (b.ascii(8, "AVI ") || b.ascii(8, "AVIX"))) {
      return Container.AVI;
    }
    if ((b.ascii(0, "RIFF") || b.ascii(0, "RF64") || b.ascii(0, "BW64")) && b.ascii(8, "WAVE")) {
      return Container.WAV;
    }
    if (b.ascii(0, "FLV") && b.at(3) >= 1 && b.at(3) <= 5) {
      return Container.FLV;
    }
    if (b.hex(0, "000001ba")) {
      return Container.MPEG_PS;
    }
    if (b.hex(0, "000001b3")) {
      return Container.MPEG_VIDEO;
    }
    if (b.hex(0, "3026b2758e66cf11a6d900aa0062ce6c")) {
      return Container.ASF;
    }
    if (b.hex(0, "060e2b34020501010d010201")) {
      return Container.MXF;
    }
    // IEC 61834-2: header section, DIF block 0, sequence 0.
    if (b.at(0) == 0x1f && b.at(1) == 0x07 && b.at(2) == 0x00 && (b.at(3) & 0x7f) == 0x3f) {
      return Container.DV;
    }
    if (b.ascii(0, "OggS") && b.at(4) == 0) {
      return Container.OGG;
    }
    if (b.ascii(0, "fLaC")) {
      return Container.FLAC;
    }
    if (b.ascii(0, "#!AMR\n") || b.ascii(0, "#!AMR-WB\n")) {
      return Container.AMR;
    }
    if (b.ascii(0, "GIF87a") || b.ascii(0, "GIF89a")) {
      return Container.GIF;
    }
    if (b.ascii(0, "ID3") && b.at(3) >= 2 && b.at(3) <= 4) {
      return Container.BARE_AUDIO;
    }
    return null;
  }

  /** 0 is "to the end", 1 "64-bit size follows", 2 to 7 cannot be (ISO/IEC 14496-12, 4.2). */
  private static boolean plausibleBoxSize(Bytes b) {
    long size = b.int32(0);
    return size == 0 || size == 1 || size >= 8;
  }

  private static @Nullable Kind foreign(Bytes b) {
    if (b.hex(0, "504b0304")
        || b.hex(0, "504b0506")
        || b.hex(0, "1f8b08")
        || b.ascii(0, "BZh")
        || b.hex(0, "fd377a585a00")
        || b.hex(0, "377abcaf271c")
        || b.ascii(0, "Rar!")
        || b.hex(0, "28b52ffd")
        || b.ascii(257, "ustar")) {
      return Kind.ARCHIVE;
    }
    if (b.ascii(0, "%PDF") || b.hex(0, "d0cf11e0a1b11ae1") || b.ascii(0, "%!PS")) {
      return Kind.DOCUMENT;
    }
    if (b.hex(0, "7f454c46") || (b.ascii(0, "MZ") && !b.printable(2, 2)) || b.hex(0, "cafebabe")) {
      return Kind.PROGRAM;
    }
    return null;
  }

  /**
   * Sync bytes at the distance of plain, time-stamped or error-corrected packets (H.222.0, 2.4.3).
   */
  private static boolean transportStream(Bytes b) {
    for (int packet : new int[] {188, 192, 204}) {
      for (int start = 0; start < packet; start++) {
        int synced = 0;
        int at = start;
        while (at < b.length() && b.at(at) == 0x47) {
          synced++;
          at += packet;
        }
        if (synced >= 3 && at >= b.length()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Two frames in a row, or one where the file or our window ends. */
  private static boolean bareAudio(Bytes b) {
    int length = AudioFrame.length(b, 0);
    return length > 0 && (length + 8 > b.length() || AudioFrame.length(b, length) > 0);
  }

  /** No container: which words does it begin with? */
  private static Kind text(Bytes b) {
    if (!b.looksLikeText()) {
      return Kind.UNKNOWN;
    }
    String start = b.text().strip().toLowerCase(Locale.ROOT);
    if (start.startsWith("#extm3u") || start.startsWith("[playlist]")) {
      return Kind.PLAYLIST;
    }
    if (start.startsWith("ffconcat") || start.startsWith("#!") || start.startsWith("file ")) {
      return Kind.SCRIPT;
    }
    if (start.startsWith("v=0")) {
      return Kind.SESSION_DESCRIPTION;
    }
    if (start.startsWith("webvtt") || start.matches("(?s)\\d+\\r?\\n\\d+:\\d\\d:\\d\\d.*")) {
      return Kind.SUBTITLES;
    }
    if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
      return Kind.HTML;
    }
    return start.startsWith("<") ? Kind.XML : Kind.TEXT;
  }

  /** Reading outside the array is never an error: it matches nothing. */
  static final class Bytes {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    int length() {
      return bytes.length;
    }

    int at(int index) {
      return index >= 0 && index < bytes.length ? bytes[index] & 0xff : -1;
    }

    long int32(int index) {
      return index + 4 > bytes.length
          ? -1
          : (long) at(index) << 24 | at(index + 1) << 16 | at(index + 2) << 8 | at(index + 3);
    }

    boolean ascii(int index, String expected) {
      return matches(index, expected.getBytes(StandardCharsets.US_ASCII));
    }

    boolean hex(int index, String expected) {
      return matches(index, HexFormat.of().parseHex(expected));
    }

    boolean printable(int index, int count) {
      for (int i = index; i < index + count; i++) {
        if (at(i) < 0x20 || at(i) > 0x7e) {
          return false;
        }
      }
      return true;
    }

    private boolean matches(int index, byte[] expected) {
      return index + expected.length <= bytes.length
          && Arrays.equals(bytes, index, index + expected.length, expected, 0, expected.length);
    }

    /** No control characters but white space in the first KiB, in UTF-8 or UTF-16. */
    boolean looksLikeText() {
      String text = text();
      return !text.isEmpty()
          && text.chars()
              .limit(1024)
              .allMatch(c -> (c >= 0x20 && c != 0x7f && c != 0xfffd) || Character.isWhitespace(c));
    }

    String text() {
      // A cut-off character at the end of the window would look like damage.
      int whole = bytes.length == ENOUGH ? bytes.length - 4 : bytes.length;
      if (hex(0, "fffe")) {
        return new String(bytes, 2, Math.max(0, whole - 2), StandardCharsets.UTF_16LE);
      }
      if (hex(0, "feff")) {
        return new String(bytes, 2, Math.max(0, whole - 2), StandardCharsets.UTF_16BE);
      }
      int mark = hex(0, "efbbbf") ? 3 : 0;
      return new String(bytes, mark, Math.max(0, whole - mark), StandardCharsets.UTF_8);
    }
  }
}
