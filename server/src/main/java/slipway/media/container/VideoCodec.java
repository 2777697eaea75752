package slipway.media.container;

import java.util.Locale;

/** What the configuration record of a video codec says. */
public sealed interface VideoCodec {
  /** As ffprobe calls it. */
  String name();

  /** For the attribute CODECS (RFC 6381); empty when unknown. */
  String codecString();

  /** As ffprobe calls it, such as {@code yuv420p10le}; empty when unknown. */
  String pixelFormat();

  /**
   * H.264 (ISO/IEC 14496-15, 5.3.3.1 and ITU-T H.264, 7.3.2.1).
   *
   * @param profile profile_idc: 66 baseline, 77 main, 100 high …
   * @param compatibility the byte of constraint flags
   * @param level ten times the level: 51 is 5.1
   * @param nalLengthSize bytes in front of each NAL unit: 1, 2 or 4
   * @param chromaFormat 0 grey, 1 4:2:0, 2 4:2:2, 3 4:4:4
   * @param bitDepth the larger of luma and chroma
   * @param size in pixels after cropping
   * @param pixelAspect from the SPS; square when it does not say
   * @param fullRange whether luma uses 0..255
   * @param frameOnly whether no picture is interlaced
   */
  record H264(
      int profile,
      int compatibility,
      int level,
      int nalLengthSize,
      int chromaFormat,
      int bitDepth,
      Size size,
      PixelAspect pixelAspect,
      boolean fullRange,
      boolean frameOnly,
      String format)
      implements VideoCodec {
    @Override
    public String name() {
      return "h264";
    }

    @Override
    public String codecString() {
      return String.format(Locale.ROOT, "%s.%02X%02X%02X", format, profile, compatibility, level);
    }

    @Override
    public String pixelFormat() {
      return PixelFormats.name(chromaFormat, bitDepth, fullRange);
    }
  }

  /**
   * H.265 (ISO/IEC 14496-15, 8.3.3.1).
   *
   * @param nalLengthSize bytes in front of each NAL unit: 1, 2 or 4
   */
  record Hevc(String codecString, int nalLengthSize, String pixelFormat) implements VideoCodec {
    @Override
    public String name() {
      return "hevc";
    }
  }

  /** All others: known by name, perhaps more. */
  record Other(String name, String codecString, String pixelFormat) implements VideoCodec {}
}
