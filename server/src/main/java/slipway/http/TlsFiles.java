package slipway.http;

import java.nio.file.Path;

/**
 * Where certificate and key for TLS lie.
 *
 * @param certificate PEM, the server's own first, then those that vouch for it
 * @param key PEM, PKCS#8, without a password
 * @param selfMade whether we make both when they are missing or old, and nobody vouches for us
 */
public record TlsFiles(Path certificate, Path key, boolean selfMade) {

  /** Files that the operator keeps. */
  public static TlsFiles of(Path certificate, Path key) {
    return new TlsFiles(certificate, key, /* selfMade= */ false);
  }

  /** A pair of our own making in a folder. */
  public static TlsFiles selfMade(Path folder) {
    return new TlsFiles(
        folder.resolve("cert.pem"), folder.resolve("key.pem"), /* selfMade= */ true);
  }
}
