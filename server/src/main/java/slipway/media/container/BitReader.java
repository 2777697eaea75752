package slipway.media.container;

/**
 * Bits of a codec header, most significant first. Reads behind the end give zeros and are
 * remembered.
 */
final class BitReader {
  private final byte[] bytes;
  private int bit;
  private boolean exhausted;

  BitReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether more was read than there is: what came back is then not to be believed. */
  boolean exhausted() {
    return exhausted;
  }

  int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = (value << 1) | bit();
    }
    return value;
  }

  boolean flag() {
    return bit() == 1;
  }

  private int bit() {
    int index = bit >> 3;
    if (index >= bytes.length) {
      exhausted = true;
      return 0;
    }
    return (bytes[index] >> (7 - (bit++ & 7))) & 1;
  }

  /** An unsigned Exp-Golomb number (ITU-T H.264, 9.1). */
  int exponentialGolomb() {
    int zeros = 0;
    while (!flag()) {
      if (++zeros > 30 || exhausted) {
        exhausted = true;
        return 0;
      }
    }
    return (1 << zeros) - 1 + bits(zeros);
  }

  /** A signed one. */
  int signedExponentialGolomb() {
    int code = exponentialGolomb();
    return (code & 1) == 1 ? (code >>> 1) + 1 : -(code >>> 1);
  }
}
