package slipway.media.container;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** From the name of a sample entry and its configuration box to a {@link VideoCodec}. */
final class VideoCodecs {
  private VideoCodecs() {}

  /** The box in the entry that holds the configuration; empty when we know none. */
  static String configurationBox(String format) {
    return switch (format) {
      case "avc1", "avc3" -> "avcC";
      case "hvc1", "hev1" -> "hvcC";
      case "av01" -> "av1C";
      case "vp08", "vp09" -> "vpcC";
      default -> "";
    };
  }

  static VideoCodec of(String format, Optional<byte[]> configuration) {
    Optional<? extends VideoCodec> read =
        configuration.flatMap(bytes ->
            switch (format) {
              case "avc1", "avc3" -> H264Configuration.parse(bytes, format);
              case "hvc1", "hev1" -> hevc(bytes, format);
              case "av01" -> av1(bytes);
              case "vp08", "vp09" -> vp(bytes, format);
              default -> Optional.empty();
            });
    return read.isPresent() ? read.get() : new VideoCodec.Other(name(format), "", "");
  }

  private static String name(String format) {
    return switch (format) {
      case "avc1", "avc3" -> "h264";
      case "hvc1", "hev1", "dvh1", "dvhe" -> "hevc";
      case "av01" -> "av1";
      case "vp08" -> "vp8";
      case "vp09" -> "vp9";
      case "mp4v" -> "mpeg4";
      case "s263", "h263" -> "h263";
      case "jpeg", "mjpa", "mjpb" -> "mjpeg";
      case "apch", "apcn", "apcs", "apco", "ap4h", "ap4x" -> "prores";
      case "vvc1", "vvi1" -> "vvc";
      case "png " -> "png";
      case "SVQ3" -> "svq3";
      default -> format;
    };
  }

  /** ISO/IEC 14496-15, 8.3.3.1.2 and annex E.3. */
  private static Optional<VideoCodec> hevc(byte[] c, String format) {
    if (c.length < 23) {
      return Optional.empty();
    }
    int space = (c[1] >> 6) & 3;
    int compatibility = Integer.reverse(ByteBuffer.wrap(c).getInt(2));
    StringBuilder codec = new StringBuilder(format).append('.');
    if (space > 0) {
      codec.append((char) ('A' + space - 1));
    }
    codec
        .append(c[1] & 0x1f)
        .append('.')
        .append(Integer.toHexString(compatibility).toUpperCase(Locale.ROOT));
    codec.append('.').append((c[1] & 0x20) == 0 ? 'L' : 'H').append(c[12] & 0xff);
    int constraints = 6;
    while (constraints > 0 && c[5 + constraints] == 0) {
      constraints--;
    }
    for (int i = 0; i < constraints; i++) {
      codec.append('.').append(Integer.toHexString(c[6 + i] & 0xff).toUpperCase(Locale.ROOT));
    }
    String pixels = PixelFormats.name(c[16] & 3, 8 + (c[17] & 7), false);
    int nalLengthSize = (c[21] & 3) + 1;
    return nalLengthSize == 3
        ? Optional.empty()
        : Optional.of(new VideoCodec.Hevc(codec.toString(), nalLengthSize, pixels));
  }

  /** AV1 Codec ISO Media File Format Binding, 2.3 and 5. */
  private static Optional<VideoCodec> av1(byte[] c) {
    if (c.length < 4) {
      return Optional.empty();
    }
    boolean high = (c[2] & 0x40) != 0;
    int depth = !high ? 8 : (c[2] & 0x20) != 0 ? 12 : 10;
    int chroma = (c[2] & 0x10) != 0 ? 0 : (c[2] & 0x08) == 0 ? 3 : (c[2] & 0x04) == 0 ? 2 : 1;
    String codec =
        String.format(
            Locale.ROOT,
            "av01.%d.%02d%s.%02d",
            (c[1] >> 5) & 7,
            c[1] & 0x1f,
            (c[2] & 0x80) == 0 ? "M" : "H",
            depth);
    return Optional.of(new VideoCodec.Other("av1", codec, PixelFormats.name(chroma, depth, false)));
  }

  /**
   * VP Codec ISO Media File Format Binding: a full box; profile, level, then depth, chroma and
   * range in one byte.
   */
  private static Optional<VideoCodec> vp(byte[] c, String format) {
    if (c.length < 7) {
      return Optional.empty();
    }
    int depth = (c[6] >> 4) & 0xf;
    int chroma =
        switch ((c[6] >> 1) & 7) {
          case 0, 1 -> 1;
          case 2 -> 2;
          default -> 3;
        };
    String codec =
        String.format(Locale.ROOT, "%s.%02d.%02d.%02d", format, c[4] & 0xff, c[5] & 0xff, depth);
    return Optional.of(
        new VideoCodec.Other(name(format), codec, PixelFormats.name(chroma, depth, false)));
  }
}
