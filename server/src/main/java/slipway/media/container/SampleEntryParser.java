package slipway.media.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code stsd} (ISO/IEC 14496-12, 8.5.2 and 12; QuickTime File Format, sound and video sample
 * descriptions).
 */
final class SampleEntryParser {
  /** A configuration larger than this is of no use to any player. */
  private static final int MAX_KEPT = 64 << 10;

  private static final int MAX_ENTRIES = 64;
  private static final int UNKNOWN_TRANSFER = 2;

  private SampleEntryParser() {}

  static List<SampleEntry> parse(BoxReader stsd, TrackKind kind) throws IOException, Refusal {
    int version = stsd.version();
    long announced = Math.min(stsd.u32(), MAX_ENTRIES);
    List<SampleEntry> entries = new ArrayList<>();
    for (BoxReader entry = stsd.nextChild();
        entry != null && entries.size() < announced;
        entry = stsd.nextChild()) {
      entries.add(
          switch (kind) {
            case VIDEO -> video(entry);
            case AUDIO -> audio(entry, version);
            case TEXT, OTHER -> new SampleEntry.Other(entry.type());
          });
    }
    return List.copyOf(entries);
  }

  private static SampleEntry video(BoxReader entry) throws IOException, Refusal {
    String format = entry.type();
    refuseEncrypted(format);
    entry.skip(24);
    Size coded = new Size(entry.u16(), entry.u16());
    entry.skip(50);
    String configurationBox = VideoCodecs.configurationBox(format);
    Children children = new Children(entry, configurationBox, "pasp", "colr");
    VideoCodec codec = VideoCodecs.of(format, children.body(configurationBox));
    PixelAspect aspect =
        children.body("pasp").flatMap(SampleEntryParser::pixelAspect).orElse(codecAspect(codec));
    byte @Nullable [] colours = children.boxes.get("colr");
    boolean standardColours =
        colours != null
            && colours.length >= 18
            && ByteBuffer.wrap(colours).getInt(8) == 0x6e636c78; // nclx
    int transfer = standardColours ? ByteBuffer.wrap(colours).getShort(14) : UNKNOWN_TRANSFER;
    if (!standardColours) {
      children.boxes.remove("colr");
    }
    return new SampleEntry.Video(
        format, coded, aspect, transfer, codec, videoBox(format, coded, children.boxes));
  }

  private static PixelAspect codecAspect(VideoCodec codec) {
    return codec instanceof VideoCodec.H264 h264 ? h264.pixelAspect() : PixelAspect.SQUARE;
  }

  private static Optional<PixelAspect> pixelAspect(byte[] pasp) {
    if (pasp.length < 8) {
      return Optional.empty();
    }
    int horizontal = ByteBuffer.wrap(pasp).getInt(0);
    int vertical = ByteBuffer.wrap(pasp).getInt(4);
    return horizontal > 0 && vertical > 0
        ? Optional.of(new PixelAspect(horizontal, vertical))
        : Optional.empty();
  }

  private static ByteBuffer videoBox(String format, Size coded, Map<String, byte[]> children) {
    ByteBuffer box = ByteBuffer.allocate(86 + length(children));
    header(box, format).position(32);
    box.putShort((short) coded.width()).putShort((short) coded.height());
    box.putInt(0x480000)
        .putInt(0x480000)
        .putInt(0)
        .putShort((short) 1); // 72 dpi, one frame per sample
    box.position(82).putShort((short) 0x18).putShort((short) -1); // depth 24, no colour table
    children.values().forEach(box::put);
    return box.flip();
  }

  private static SampleEntry audio(BoxReader entry, int descriptionVersion)
      throws IOException, Refusal {
    String format = entry.type();
    refuseEncrypted(format);
    entry.skip(8);
    int version = entry.u16();
    entry.skip(6);
    int channels = entry.u16();
    entry.skip(6);
    int sampleRate = entry.u16();
    entry.skip(2);
    // Version 1 in a version 1 stsd is ISO's own and has no further fields; else it is QuickTime's.
    boolean quickTime = version == 2 || (version == 1 && descriptionVersion == 0);
    if (quickTime && version == 1) {
      entry.skip(16);
    } else if (quickTime) {
      entry.skip(4);
      sampleRate = (int) Math.clamp(Double.longBitsToDouble(entry.i64()), 0, 1_000_000);
      channels = entry.u16() == 0 ? entry.u16() : 0;
      entry.skip(20);
    }
    Children children = new Children(entry, "esds", "dOps", "dac3", "dec3", "dfLa");
    AudioCodec codec =
        AudioCodecs.of(format, children.body("esds").map(SampleEntryParser::withoutVersion));
    if (codec instanceof AudioCodec.Aac aac) {
      channels = aac.channels() > 0 ? aac.channels() : channels;
      sampleRate = aac.sampleRate();
    }
    ByteBuffer box = audioBox(format, channels, sampleRate, children.boxes);
    return new SampleEntry.Audio(format, channels, sampleRate, quickTime, codec, box);
  }

  private static byte[] withoutVersion(byte[] fullBox) {
    return java.util.Arrays.copyOfRange(fullBox, Math.min(4, fullBox.length), fullBox.length);
  }

  private static ByteBuffer audioBox(
      String format, int channels, int sampleRate, Map<String, byte[]> children) {
    ByteBuffer box = ByteBuffer.allocate(36 + length(children));
    header(box, format).position(24);
    box.putShort((short) channels).putShort((short) 16).putInt(0);
    // 16.16 fixed point; rates that do not fit are left to the codec's own headers.
    box.putInt(sampleRate < 1 << 16 ? sampleRate << 16 : 0);
    children.values().forEach(box::put);
    return box.flip();
  }

  private static ByteBuffer header(ByteBuffer box, String format) {
    box.putInt(box.capacity());
    for (int i = 0; i < 4; i++) {
      box.put((byte) format.charAt(i));
    }
    return box.putShort(14, (short) 1); // data_reference_index
  }

  private static int length(Map<String, byte[]> children) {
    return children.values().stream().mapToInt(child -> child.length).sum();
  }

  private static void refuseEncrypted(String format) throws Refusal {
    switch (format) {
      case "encv", "enca", "drmi", "drms" -> throw new Refusal(new Mp4Reading.Encrypted(format));
      default -> {}
    }
  }

  /**
   * The boxes inside an entry that we keep, each once, in the order of the names asked for; also
   * looks into QuickTime's {@code wave}.
   */
  private static final class Children {
    final Map<String, byte[]> boxes = new java.util.LinkedHashMap<>();

    Children(BoxReader entry, String... wanted) throws IOException, Refusal {
      Map<String, byte[]> found = new HashMap<>();
      collect(entry, List.of(wanted), found, 0);
      for (String name : wanted) {
        byte[] box = found.get(name);
        if (box != null) {
          boxes.put(name, box);
        }
      }
    }

    private static void collect(
        BoxReader parent, List<String> wanted, Map<String, byte[]> found, int depth)
        throws IOException, Refusal {
      for (BoxReader child = parent.nextChild(); child != null; child = parent.nextChild()) {
        if (child.type().equals("sinf")) {
          throw new Refusal(new Mp4Reading.Encrypted("sinf"));
        }
        if (child.type().equals("wave") && depth == 0) {
          collect(child, wanted, found, 1);
        } else if (wanted.contains(child.type())
            && child.end() - child.start() <= MAX_KEPT
            && !found.containsKey(child.type())) {
          found.put(child.type(), child.whole());
        }
      }
    }

    /**
     * The box without its header; a header of 16 bytes does not occur for boxes this small, and
     * would only make the body unreadable.
     */
    Optional<byte[]> body(String name) {
      byte @Nullable [] box = boxes.get(name);
      return box == null
          ? Optional.empty()
          : Optional.of(java.util.Arrays.copyOfRange(box, 8, box.length));
    }
  }
}
