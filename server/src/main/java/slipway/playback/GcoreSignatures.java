package slipway.playback;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
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
    String viewer = protection.boundToAddress() ? request.client().getHostAddress() : "";
    GcoreFile file = GcoreFile.of(address);
    if (address.signature().isPresent()) {
      GcoreAddress.Signature shown = address.signature().get();
      boolean valid =
          secret != null
              // It opens the whole folder, and with it would open what encryption keeps back.
              && (!protection.encrypted() || file.harmlessWhenEncrypted())
              && same(shown.token(), ofPath(address.key(), secret, shown.expires(), viewer));
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
            && same(
                shown.get(),
                ofFile(
                    "/videos/" + address.key() + "/" + mp4.name(),
                    secret,
                    expires,
                    query.first("speed").orElse(""),
                    query.first("buffer").orElse(""),
                    viewer));
    return Optional.of(
        new Proof.SignedAddress(
            valid, address.client(), expires.isEmpty() ? 0 : Long.parseLong(expires)));
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
