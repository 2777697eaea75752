package slipway.certificates;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the few kinds of values that a certificate is made of (ITU-T X.690, DER). */
final class Der {
  /** The value {@code true}. */
  static final byte[] TRUE = {0x01, 0x01, (byte) 0xFF};

  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  private static final int OBJECT_ID = 0x06;
  static final int UTF8_STRING = 0x0C;
  static final int UTC_TIME = 0x17;
  static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return value(SEQUENCE, parts);
  }

  static byte[] set(byte[]... parts) {
    return value(SET, parts);
  }

  static byte[] text(int tag, String text) {
    return value(tag, text.getBytes(StandardCharsets.UTF_8));
  }

  /** An object identifier, for example {@code 2, 5, 4, 3}. */
  static byte[] objectId(int... arcs) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(arcs[0] * 40 + arcs[1]);
    for (int i = 2; i < arcs.length; i++) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (arcs[i] >= 1 << shift) {
          bytes.write(((arcs[i] >> shift) & 0x7F) | 0x80);
        }
      }
      bytes.write(arcs[i] & 0x7F);
    }
    return value(OBJECT_ID, bytes.toByteArray());
  }

  /** A value of any kind, with its parts one behind the other. */
  static byte[] value(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var bytes = new ByteArrayOutputStream();
    bytes.write(tag);
    int length = content.size();
    if (length < 0x80) {
      bytes.write(length);
    } else if (length < 0x100) {
      bytes.write(0x81);
      bytes.write(length);
    } else {
      bytes.write(0x82);
      bytes.write(length >> 8);
      bytes.write(length & 0xFF);
    }
    bytes.writeBytes(content.toByteArray());
    return bytes.toByteArray();
  }
}
