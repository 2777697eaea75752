package slipway.media.provenance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Binds a statement to the boxes of an MP4 file (C2PA, hash of BMFF, third version; MD-83). Hashed
 * are, of each top-level box but the excluded ones, its place in the file and then all of it; so
 * boxes can neither be changed nor moved.
 */
final class BmffBinding {
  /** Marks the {@code uuid} box in which a statement lies (MD-80). */
  private static final byte[] UUID = HexFormat.of().parseHex("d8fec3d61b0e483c92975828877ec481");

  private static final Set<String> EXCLUDED = Set.of("ftyp", "mfra");
  private static final int BOX_HEADER = 8;

  /** Version and flags, the purpose with its end, and where merkle trees would begin. */
  private static final int BEFORE_STORE = 4 + "manifest".length() + 1 + 8;

  /** The statement's own box around a store. */
  byte[] box(byte[] store) {
    int size = BOX_HEADER + UUID.length + BEFORE_STORE + store.length;
    return ByteBuffer.allocate(size)
        .putInt(size)
        .put("uuid".getBytes(US_ASCII))
        .put(UUID)
        .putInt(0)
        .put("manifest".getBytes(US_ASCII))
        .put((byte) 0)
        .putLong(0)
        .put(store)
        .array();
  }

  /**
   * Begins the hash with the boxes that stand in memory; what follows is the rest of the last of
   * them.
   *
   * @param head whole boxes, then the beginning of one that goes on behind it, or nothing
   */
  MessageDigest begin(ByteBuffer head) {
    MessageDigest digest = Sha256.digest();
    int position = 0;
    while (position < head.limit()) {
      long size = Integer.toUnsignedLong(head.getInt(position));
      byte[] type = new byte[4];
      head.get(position + 4, type);
      if (size == 1) {
        size = head.getLong(position + BOX_HEADER);
      }
      int here = (int) Math.min(size, head.limit() - position);
      if (here < BOX_HEADER) {
        throw new IllegalArgumentException("not a box at " + position);
      }
      if (!isExcluded(new String(type, US_ASCII), head, position)) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, position));
        digest.update(head.slice(position, here));
      }
      position += here;
    }
    return digest;
  }

  private static boolean isExcluded(String type, ByteBuffer head, int position) {
    if (!type.equals("uuid")) {
      return EXCLUDED.contains(type);
    }
    byte[] id = new byte[UUID.length];
    head.get(position + BOX_HEADER, id);
    return MessageDigest.isEqual(id, UUID);
  }

  /** The assertion that says which bytes were hashed, and their hash. */
  byte[] assertion(byte[] hash) {
    List<Map<String, Object>> exclusions = new ArrayList<>();
    exclusions.add(
        Ordered.map(
            "xpath", "/uuid", "data", List.of(Ordered.map("offset", BOX_HEADER, "value", UUID))));
    exclusions.add(Ordered.map("xpath", "/ftyp"));
    exclusions.add(Ordered.map("xpath", "/mfra"));
    return Cbor.of(
        Ordered.map(
            "exclusions", exclusions, "alg", Sha256.NAME, "hash", hash, "name", "jumbf manifest"));
  }
}
