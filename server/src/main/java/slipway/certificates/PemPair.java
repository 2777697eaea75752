package slipway.certificates;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key and the certificates for it.
 *
 * @param certificates that of the key first, then those that vouch for it
 */
public record PemPair(PrivateKey key, List<X509Certificate> certificates) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  /** Copies the list. */
  public PemPair {
    certificates = List.copyOf(certificates);
  }

  /**
   * Reads both files.
   *
   * @throws IOException when one is no such file, or they do not belong together
   */
  public static PemPair read(Path certificate, Path key) throws IOException {
    try (InputStream in = Files.newInputStream(certificate)) {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (certificates.isEmpty()) {
        throw new IOException("no certificate in " + certificate);
      }
      PublicKey open = certificates.getFirst().getPublicKey();
      PrivateKey secret = key(key, open.getAlgorithm());
      requireTogether(secret, open);
      return new PemPair(secret, certificates);
    } catch (GeneralSecurityException | IllegalArgumentException broken) {
      throw new IOException("not a certificate and its key", broken);
    }
  }

  /** The certificates as TLS libraries want them. */
  public X509Certificate[] chain() {
    return certificates.toArray(X509Certificate[]::new);
  }

  private static PrivateKey key(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(Files.readString(file));
    if (!pem.find()) {
      throw new IOException("no PKCS#8 key in " + file);
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private static void requireTogether(PrivateKey key, PublicKey open)
      throws IOException, GeneralSecurityException {
    String algorithm =
        switch (open.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> open.getAlgorithm();
        };
    byte[] text = {1, 2, 3};
    Signature sign = Signature.getInstance(algorithm);
    sign.initSign(key);
    sign.update(text);
    byte[] signed = sign.sign();
    Signature check = Signature.getInstance(algorithm);
    check.initVerify(open);
    check.update(text);
    if (!check.verify(signed)) {
      throw new IOException("the key is not that of the certificate");
    }
  }
}
