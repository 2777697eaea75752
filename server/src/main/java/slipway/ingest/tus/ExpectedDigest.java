package slipway.ingest.tus;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.http.Headers;

/**
 * A digest that the client says its body has.
 *
 * @param base64 the value in base64 with padding, so that two can be compared as text
 */
record ExpectedDigest(Digest digest, String base64) {

  /**
   * {@code Upload-Checksum: <name> <base64>} in header or trailer fields.
   *
   * @throws TusException when it is there and no such thing (TUS-104, TUS-105)
   */
  static Optional<ExpectedDigest> uploadChecksum(Headers headers) {
    List<String> given = headers.all("Upload-Checksum");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String[] words = given.getFirst().strip().split(" ", -1);
    if (given.size() > 1 || words.length != 2) {
      throw TusError.INVALID_CHECKSUM.thrown();
    }
    Digest digest = Digest.byTusName(words[0]).orElseThrow(TusError.INVALID_CHECKSUM::thrown);
    return Optional.of(of(digest, words[1]));
  }

  /**
   * The digests in a field of RFC 9530, for example {@code Content-Digest: sha-256=:<base64>:};
   * those that we cannot compute are left out, as the standard wants.
   *
   * @throws TusException when a value is none
   */
  static List<ExpectedDigest> httpDigests(Headers headers, String field) {
    // A later value of the same key replaces an earlier one (RFC 9651 section 3.2).
    Map<Digest, ExpectedDigest> found = new TreeMap<>();
    for (String member : headers.list(field)) {
      int equals = member.indexOf('=');
      Digest digest =
          equals < 0 ? null : Digest.byHttpName(member.substring(0, equals)).orElse(null);
      if (digest != null) {
        found.put(digest, of(digest, between(member.substring(equals + 1))));
      }
    }
    return List.copyOf(found.values());
  }

  /** What stands between the colons of a byte sequence; parameters behind it do not count. */
  private static String between(String item) {
    int end = item.indexOf(':', 1);
    if (!item.startsWith(":") || end < 0) {
      throw TusError.INVALID_CHECKSUM.thrown();
    }
    return item.substring(1, end);
  }

  private static ExpectedDigest of(Digest digest, String base64) {
    byte[] value;
    try {
      value = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      throw TusError.INVALID_CHECKSUM.thrown();
    }
    if (value.length != digest.length()) {
      throw TusError.INVALID_CHECKSUM.thrown();
    }
    return new ExpectedDigest(digest, Base64.getEncoder().encodeToString(value));
  }
}
