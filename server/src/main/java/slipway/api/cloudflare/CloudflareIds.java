package slipway.api.cloudflare;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Cloudflare's uids are ours without their hyphens: 32 lower-case hexadecimal digits (CF-02). */
final class CloudflareIds {
  private CloudflareIds() {}

  /** Our id as the dialect writes it. */
  static String uid(UUID id) {
    return id.toString().replace("-", "");
  }

  /** Our id behind a uid; empty for a text that is none. */
  static Optional<UUID> parse(String uid) {
    boolean looksRight =
        uid.length() == 32
            && uid.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    return looksRight
        ? Optional.of(
            new UUID(
                HexFormat.fromHexDigitsToLong(uid, 0, 16),
                HexFormat.fromHexDigitsToLong(uid, 16, 32)))
        : Optional.empty();
  }
}
