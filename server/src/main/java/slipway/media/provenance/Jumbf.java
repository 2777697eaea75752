package slipway.media.provenance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Writes JUMBF (ISO/IEC 19566-5): boxes that say what they are and have a name by which others
 * refer to them.
 */
final class Jumbf {
  /** All types of C2PA and of contents end alike (MD-81). */
  private static final byte[] TYPE_ENDS = {
    0x00, 0x11, 0x00, 0x10, (byte) 0x80, 0x00, 0x00, (byte) 0xAA, 0x00, 0x38, (byte) 0x9B, 0x71
  };

  /** Others may refer to it, and it has a label. */
  private static final byte TOGGLES = 3;

  private static final int BOX_HEADER = 8;

  private Jumbf() {}

  /**
   * A box that describes itself and holds others.
   *
   * @param type four letters, such as {@code c2ma}
   */
  static byte[] superbox(String type, String label, byte[]... content) {
    byte[] name = label.getBytes(UTF_8);
    byte[] description =
        ByteBuffer.allocate(16 + 1 + name.length + 1)
            .put(type.getBytes(US_ASCII))
            .put(TYPE_ENDS)
            .put(TOGGLES)
            .put(name)
            .put((byte) 0)
            .array();
    byte[][] inside = new byte[content.length + 1][];
    inside[0] = box("jumd", description);
    System.arraycopy(content, 0, inside, 1, content.length);
    return box("jumb", inside);
  }

  /** The same around one value in CBOR. */
  static byte[] cbor(String type, String label, byte[] value) {
    return superbox(type, label, box("cbor", value));
  }

  /** What stands for a superbox wherever it is referred to (MD-82). */
  static byte[] hash(byte[] superbox) {
    MessageDigest digest = Sha256.digest();
    digest.update(superbox, BOX_HEADER, superbox.length - BOX_HEADER);
    return digest.digest();
  }

  private static byte[] box(String type, byte[]... content) {
    int size = BOX_HEADER;
    for (byte[] part : content) {
      size += part.length;
    }
    ByteBuffer box = ByteBuffer.allocate(size).putInt(size).put(type.getBytes(US_ASCII));
    for (byte[] part : content) {
      box.put(part);
    }
    return box.array();
  }
}
