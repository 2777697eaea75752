package slipway.playback;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import slipway.core.access.Proof;
import slipway.core.access.Protection;
import slipway.http.Query;
import slipway.http.Request;

/**
 * Signed addresses as Gcore's customers make them: MD5 over a text with the account's secret in it,
 * base64url without padding, in the path (GC-160) or, for MP4 files, in the query (GC-163).
 */
final class GcoreSignatures {
  private static final Pattern TIME = Pattern.compile("[0-9]{1,15}");

  private GcoreSignatures() {}

  /**
   * What a request shows. A signature in the path decides alone (GC-163).
   *
   * @param protection of the account that the address names
   */
  static Optional<Proof> proof(Request request, GcoreAddress address, Protection protection) {
    String secret = protection.secret();
    List<String> viewers = protection.boundToAddress() ? spellings(request.client()) : List.of("");
    GcoreFile file = GcoreFile.of(address);
    if (address.signature().isPresent()) {
      GcoreAddress.Signature shown = address.signature().get();
      boolean valid =
          secret != null
              // It opens the whole folder, and with it would open what encryption keeps back.
              && (!protection.encrypted() || file.harmlessWhenEncrypted())
              && viewers.stream()
                  .anyMatch(viewer ->
                      same(shown.token(), ofPath(address.key(), secret, shown.expires(), viewer)));
      return Optional.of(new Proof.SignedAddress(valid, address.client(), shown.expires()));
    }
    Query query = request.query();
    Optional<String> shown = query.first("md5");
    if (shown.isEmpty() || !(file instanceof GcoreFile.Mp4 mp4)) {
      return Optional.empty();
    }
    String expires = query.first("expires").filter(text -> TIME.matcher(text).matches()).orElse("");
    boolean valid =
        secret != null
            && !expires.isEmpty()
            && viewers.stream()
                .anyMatch(viewer ->
                    same(
                        shown.get(),
                        ofFile(
                            "/videos/" + address.key() + "/" + mp4.name(),
                            secret,
                            expires,
                            query.first("speed").orElse(""),
                            query.first("buffer").orElse(""),
                            viewer)));
    return Optional.of(
        new Proof.SignedAddress(
            valid, address.client(), expires.isEmpty() ? 0 : Long.parseLong(expires)));
  }

  /**
   * How a viewer's address may stand in a signature. Of IPv6 it is what logs and proxies show (RFC
   * 5952), or all eight groups.
   */
  static List<String> spellings(InetAddress viewer) {
    byte[] bytes = viewer.getAddress();
    if (bytes.length != 16) {
      return List.of(viewer.getHostAddress());
    }
    List<String> groups = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += 2) {
      groups.add(Integer.toHexString(((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff)));
    }
    return List.of(shortened(groups), String.join(":", groups));
  }

  /** RFC 5952, 4.2: the longest run of zeros, the first of equals, at least two. */
  private static String shortened(List<String> groups) {
    int start = 0;
    int length = 1;
    for (int from = 0; from < groups.size(); from++) {
      int to = from;
      while (to < groups.size() && groups.get(to).equals("0")) {
        to++;
      }
      if (to - from > length) {
        start = from;
        length = to - from;
      }
    }
    if (length < 2) {
      return String.join(":", groups);
    }
    return String.join(":", groups.subList(0, start))
        + "::"
        + String.join(":", groups.subList(start + length, groups.size()));
  }

  /** For a folder of a video (GC-160). */
  static String ofPath(String key, String secret, long expires, String viewer) {
    return digest(key + "_" + secret + "_" + expires + "_" + viewer);
  }

  /** For one MP4 file (GC-163). */
  static String ofFile(
      String path, String secret, String expires, String speed, String buffer, String viewer) {
    return digest(String.join("_", path, secret, expires, speed, buffer, viewer));
  }

  private static String digest(String text) {
    try {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(md5);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /** Some tools leave the padding where it is. */
  private static boolean same(String shown, String right) {
    int end = shown.length();
    while (end > 0 && shown.charAt(end - 1) == '=') {
      end--;
    }
    return MessageDigest.isEqual(
        shown.substring(0, end).getBytes(StandardCharsets.UTF_8),
        right.getBytes(StandardCharsets.UTF_8));
  }
}
