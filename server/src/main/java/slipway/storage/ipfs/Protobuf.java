package slipway.storage.ipfs;

import java.io.ByteArrayOutputStream;

/** Writes the two kinds of fields that blocks need (Protocol Buffers, Encoding). */
final class Protobuf {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  void number(int field, long value) {
    varint(out, (long) field << 3);
    varint(out, value);
  }

  void bytes(int field, byte[] value) {
    varint(out, ((long) field << 3) | 2);
    varint(out, value.length);
    out.writeBytes(value);
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  /** Seven bits a byte, the lowest first. */
  static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    while (left >>> 7 != 0) {
      out.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }
}
