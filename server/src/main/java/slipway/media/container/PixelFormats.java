package slipway.media.container;

/** ffmpeg's names for the layouts of pixels. */
final class PixelFormats {
  private PixelFormats() {}

  /**
   * @param chromaFormat 0 grey, 1 4:2:0, 2 4:2:2, 3 4:4:4
   */
  static String name(int chromaFormat, int bitDepth, boolean fullRange) {
    String layout =
        switch (chromaFormat) {
          case 0 -> "gray";
          case 1 -> "420p";
          case 2 -> "422p";
          case 3 -> "444p";
          default -> "";
        };
    if (layout.isEmpty()) {
      return "";
    }
    // ffmpeg has the J formats (full range) for 8 bits only.
    String family = chromaFormat == 0 ? "" : fullRange && bitDepth == 8 ? "yuvj" : "yuv";
    return family + layout + (bitDepth == 8 ? "" : bitDepth + "le");
  }
}
