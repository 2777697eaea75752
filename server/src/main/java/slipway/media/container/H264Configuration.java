package slipway.media.container;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Reads {@code avcC} and the first sequence parameter set in it (ISO/IEC 14496-15, 5.3.3.1; ITU-T
 * H.264, 7.3.2.1.1 and E.1.1).
 */
final class H264Configuration {
  /** Widths and heights for aspect_ratio_idc 1..16 (ITU-T H.264, table E-1). */
  private static final int[][] ASPECT_RATIOS = {
    {1, 1}, {12, 11}, {10, 11}, {16, 11}, {40, 33}, {24, 11}, {20, 11}, {32, 11},
    {80, 33}, {18, 11}, {15, 11}, {64, 33}, {160, 99}, {4, 3}, {3, 2}, {2, 1}
  };

  private static final int EXTENDED_ASPECT_RATIO = 255;

  private H264Configuration() {}

  /**
   * @return empty when the record is damaged
   */
  static Optional<VideoCodec.H264> parse(byte[] avcC, String format) {
    if (avcC.length < 8 || avcC[0] != 1 || (avcC[5] & 0x1f) == 0) {
      return Optional.empty();
    }
    int nalLengthSize = (avcC[4] & 3) + 1;
    int spsLength = ((avcC[6] & 0xff) << 8) | (avcC[7] & 0xff);
    if (nalLengthSize == 3 || spsLength < 4 || 8 + spsLength > avcC.length) {
      return Optional.empty();
    }
    return parseSps(
        new BitReader(withoutEmulation(avcC, 9, 8 + spsLength)), avcC, nalLengthSize, format);
  }

  /** Takes out the bytes 3 that keep start codes from appearing in a NAL unit (7.4.1.1). */
  private static byte[] withoutEmulation(byte[] bytes, int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
    int zeros = 0;
    for (int i = from; i < to; i++) {
      if (zeros >= 2 && bytes[i] == 3) {
        zeros = 0;
        continue;
      }
      zeros = bytes[i] == 0 ? zeros + 1 : 0;
      out.write(bytes[i]);
    }
    return out.toByteArray();
  }

  private static Optional<VideoCodec.H264> parseSps(
      BitReader in, byte[] avcC, int nalLengthSize, String format) {
    int profile = in.bits(8);
    in.bits(16);
    in.exponentialGolomb(); // seq_parameter_set_id
    int chromaFormat = 1;
    int bitDepth = 8;
    if (hasChromaFormat(profile)) {
      chromaFormat = in.exponentialGolomb();
      if (chromaFormat == 3) {
        in.flag(); // separate_colour_plane_flag
      }
      bitDepth = 8 + Math.max(in.exponentialGolomb(), in.exponentialGolomb());
      in.flag(); // qpprime_y_zero_transform_bypass_flag
      if (in.flag()) {
        skipScalingLists(in, chromaFormat == 3 ? 12 : 8);
      }
    }
    in.exponentialGolomb(); // log2_max_frame_num_minus4
    skipPictureOrderCount(in);
    in.exponentialGolomb(); // max_num_ref_frames
    in.flag(); // gaps_in_frame_num_value_allowed_flag
    int widthInBlocks = in.exponentialGolomb() + 1;
    int heightInUnits = in.exponentialGolomb() + 1;
    boolean frameOnly = in.flag();
    if (!frameOnly) {
      in.flag(); // mb_adaptive_frame_field_flag
    }
    in.flag(); // direct_8x8_inference_flag
    int fields = frameOnly ? 1 : 2;
    long width = widthInBlocks * 16L;
    long height = heightInUnits * 16L * fields;
    if (in.flag()) {
      int unitX = chromaFormat == 1 || chromaFormat == 2 ? 2 : 1;
      int unitY = (chromaFormat == 1 ? 2 : 1) * fields;
      width -= (long) unitX * in.exponentialGolomb() + (long) unitX * in.exponentialGolomb();
      height -= (long) unitY * in.exponentialGolomb() + (long) unitY * in.exponentialGolomb();
    }
    if (in.exhausted()
        || width < 1
        || height < 1
        || width > 65_535
        || height > 65_535
        || chromaFormat > 3
        || bitDepth < 8
        || bitDepth > 14) {
      return Optional.empty();
    }
    PixelAspect aspect = PixelAspect.SQUARE;
    boolean fullRange = false;
    if (in.flag()) {
      aspect = aspectRatio(in);
      if (in.flag()) {
        in.flag(); // overscan_appropriate_flag
      }
      if (in.flag()) {
        in.bits(3); // video_format
        fullRange = in.flag();
      }
    }
    return Optional.of(
        new VideoCodec.H264(
            avcC[1] & 0xff,
            avcC[2] & 0xff,
            avcC[3] & 0xff,
            nalLengthSize,
            chromaFormat,
            bitDepth,
            new Size((int) width, (int) height),
            aspect,
            fullRange && !in.exhausted(),
            frameOnly,
            format));
  }

  private static boolean hasChromaFormat(int profile) {
    return switch (profile) {
      case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
      default -> false;
    };
  }

  private static void skipScalingLists(BitReader in, int lists) {
    for (int list = 0; list < lists; list++) {
      if (!in.flag()) {
        continue;
      }
      int next = 8;
      int last = 8;
      int entries = list < 6 ? 16 : 64;
      for (int i = 0; i < entries && !in.exhausted(); i++) {
        if (next != 0) {
          next = (last + in.signedExponentialGolomb()) & 0xff;
        }
        last = next == 0 ? last : next;
      }
    }
  }

  private static void skipPictureOrderCount(BitReader in) {
    int type = in.exponentialGolomb();
    if (type == 0) {
      in.exponentialGolomb(); // log2_max_pic_order_cnt_lsb_minus4
    } else if (type == 1) {
      in.flag(); // delta_pic_order_always_zero_flag
      in.signedExponentialGolomb(); // offset_for_non_ref_pic
      in.signedExponentialGolomb(); // offset_for_top_to_bottom_field
      int cycle = in.exponentialGolomb();
      for (int i = 0; i < cycle && !in.exhausted(); i++) {
        in.signedExponentialGolomb();
      }
    }
  }

  private static PixelAspect aspectRatio(BitReader in) {
    if (!in.flag()) {
      return PixelAspect.SQUARE;
    }
    int index = in.bits(8);
    if (index == EXTENDED_ASPECT_RATIO) {
      int horizontal = in.bits(16);
      int vertical = in.bits(16);
      return horizontal > 0 && vertical > 0
          ? new PixelAspect(horizontal, vertical)
          : PixelAspect.SQUARE;
    }
    if (index < 1 || index > ASPECT_RATIOS.length) {
      return PixelAspect.SQUARE;
    }
    return new PixelAspect(ASPECT_RATIOS[index - 1][0], ASPECT_RATIOS[index - 1][1]);
  }
}
