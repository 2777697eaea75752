package slipway.media.container;

import java.io.IOException;

/** Knows the boxes that only encrypted files have (ISO/IEC 23001-7, and PIFF 1.1 before it). */
final class Encryption {
  /**
   * The first halves of PIFF's extended types: system header, sample encryption, track encryption.
   */
  private static final long[] PIFF = {
    0xd08a4f1810f34a82L, 0xa2394f525a9b4f14L, 0x8974dbce7be74c51L
  };

  private Encryption() {}

  static void refuse(BoxReader box) throws IOException, Refusal {
    switch (box.type()) {
      case "pssh", "senc", "tenc" -> throw new Refusal(new Mp4Reading.Encrypted(box.type()));
      case "uuid" -> {
        if (box.remaining() >= 16) {
          long type = box.i64();
          for (long piff : PIFF) {
            if (type == piff) {
              throw new Refusal(new Mp4Reading.Encrypted("uuid"));
            }
          }
        }
      }
      default -> {}
    }
  }
}
