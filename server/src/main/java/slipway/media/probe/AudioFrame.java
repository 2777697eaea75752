package slipway.media.probe;

/** Lengths of audio frames that come without a container, from their headers. */
final class AudioFrame {
  /**
   * ISO/IEC 11172-3, 2.4.2.3: kbit/s by index; rows: MPEG-1 layers 1, 2, 3; MPEG-2 layer 1, others.
   */
  private static final int[][] KILOBITS = {
    {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
    {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
    {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
    {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
  };

  private static final int[] MPEG1_RATES = {44100, 48000, 32000};

  /** ETSI TS 102 366, table 4.13, first column: 16-bit words per frame at 48 kHz by half code. */
  private static final int[] AC3_WORDS = {
    64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024, 1152, 1280
  };

  private AudioFrame() {}

  /** Bytes of the frame that begins at {@code at}; 0 when none begins there. */
  static int length(Sniffer.Bytes b, int at) {
    if (b.at(at) == 0x0b && b.at(at + 1) == 0x77) {
      return ac3(b, at);
    }
    if (b.at(at) != 0xff) {
      return 0;
    }
    // ISO/IEC 13818-7, 6.2: twelve set bits, layer 00.
    return (b.at(at + 1) & 0xf6) == 0xf0 ? adts(b, at) : mpegAudio(b, at);
  }

  private static int adts(Sniffer.Bytes b, int at) {
    int rate = b.at(at + 2) >> 2 & 0xf;
    int length = (b.at(at + 3) & 3) << 11 | b.at(at + 4) << 3 | b.at(at + 5) >> 5;
    return b.at(at + 5) >= 0 && rate <= 12 && length >= 7 ? length : 0;
  }

  private static int mpegAudio(Sniffer.Bytes b, int at) {
    int second = b.at(at + 1);
    int third = b.at(at + 2);
    if (third < 0 || (second & 0xe0) != 0xe0) {
      return 0;
    }
    int version = second >> 3 & 3; // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
    int layer = 4 - (second >> 1 & 3);
    int rateIndex = third >> 2 & 3;
    int bitrateIndex = third >> 4;
    if (version == 1 || layer == 4 || rateIndex == 3 || bitrateIndex == 0 || bitrateIndex == 15) {
      return 0;
    }
    int rate = MPEG1_RATES[rateIndex] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    int row = version == 3 ? layer - 1 : layer == 1 ? 3 : 4;
    int bits = KILOBITS[row][bitrateIndex] * 1000;
    int padding = third >> 1 & 1;
    if (layer == 1) {
      return (12 * bits / rate + padding) * 4;
    }
    int eighths = version != 3 && layer == 3 ? 72 : 144;
    return eighths * bits / rate + padding;
  }

  private static int ac3(Sniffer.Bytes b, int at) {
    int bsid = b.at(at + 5) >> 3;
    if (b.at(at + 5) < 0 || bsid > 16) {
      return 0;
    }
    if (bsid > 10) { // E-AC-3 (annex E): the size stands in the header
      return (((b.at(at + 2) & 7) << 8 | b.at(at + 3)) + 1) * 2;
    }
    int rate = b.at(at + 4) >> 6;
    int code = b.at(at + 4) & 0x3f;
    if (rate == 3 || code / 2 >= AC3_WORDS.length) {
      return 0;
    }
    int words = AC3_WORDS[code / 2];
    return switch (rate) {
      case 0 -> words * 2;
      case 1 -> (words * 480 / 441 + code % 2) * 2;
      default -> words * 3;
    };
  }
}
