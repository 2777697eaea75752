package slipway.ingest.tus;

import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.http.Headers;
import slipway.http.Response;

/**
 * The digest of a whole file (RFC 9530): {@code Repr-Digest} at a creation announces it, {@code
 * Want-Repr-Digest} asks for it at the end (TUS-115). Of the algorithms we know SHA-256.
 */
final class ReprDigest {
  private ReprDigest() {}

  /**
   * What is announced, as lower-case hexadecimal; {@code null} when nothing is.
   *
   * @throws TusException when it is no digest
   */
  static @Nullable String announced(Headers headers) {
    return ExpectedDigest.httpDigests(headers, "Repr-Digest").stream()
        .filter(one -> one.digest() == Digest.SHA256)
        .map(one -> HexFormat.of().formatHex(Base64.getDecoder().decode(one.base64())))
        .findFirst()
        .orElse(null);
  }

  /** The answer with the digest of a finished upload, if it was asked for and is known already. */
  static Response wanted(Response answer, Headers asked, Upload upload, TakeBytes take) {
    boolean wants =
        asked.list("Want-Repr-Digest").stream()
            .anyMatch(one -> one.matches("sha-256(=([1-9]|10))?"));
    if (!wants || upload.state() != Upload.State.FINISHED || upload.isPart()) {
      return answer;
    }
    Content content = take.find().videoOf(upload).content();
    String sha256 = content == null ? null : content.sha256();
    if (sha256 == null) {
      return answer;
    }
    String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
    return answer.with("Repr-Digest", "sha-256=:" + base64 + ":");
  }
}
