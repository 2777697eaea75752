package slipway.certificates;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A server's certificate for which nobody vouches. */
public final class SelfSigned {
  private static final int DAYS = 825;
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);
  private static final String NAME = "Slipway self-signed";

  /** Kinds of names (RFC 5280, section 4.2.1.6). */
  private static final int DNS_NAME = 0x82;

  private static final int IP_NAME = 0x87;

  private SelfSigned() {}

  /**
   * Makes both files unless they are there and good for another month.
   *
   * @param hosts names and addresses under which clients come
   * @throws IOException with a sentence for the operator
   */
  public static void ensure(Path certificate, Path key, List<String> hosts, Instant now)
      throws IOException {
    if (Files.exists(key) && isGood(certificate, now)) {
      return;
    }
    Path folder = certificate.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("no folder for " + certificate);
    }
    Files.createDirectories(folder);
    try {
      KeyPair keys = PemFile.newKeys();
      // A crash in between leaves a pair that does not count as good.
      Files.deleteIfExists(certificate);
      PemFile.place(key, PemFile.KEY, keys.getPrivate().getEncoded());
      PemFile.place(certificate, PemFile.CERTIFICATE, certificate(keys, hosts, now));
    } catch (GeneralSecurityException broken) {
      throw new IOException("no self-signed certificate can be made", broken);
    }
  }

  private static boolean isGood(Path certificate, Instant now) {
    if (!Files.exists(certificate)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(certificate)) {
      X509Certificate read =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return now.plus(RENEW_BEFORE).isBefore(read.getNotAfter().toInstant());
    } catch (IOException | GeneralSecurityException unreadable) {
      return false;
    }
  }

  private static byte[] certificate(KeyPair keys, List<String> hosts, Instant now)
      throws GeneralSecurityException {
    List<byte[]> extensions =
        List.of(
            CertificateForm.extension(Der.objectId(2, 5, 29, 17), names(hosts)),
            CertificateForm.purpose(1, 3, 6, 1, 5, 5, 7, 3, 1)); // a server, and nothing else
    return new CertificateForm(
            keys.getPublic(),
            NAME,
            now.minus(Duration.ofDays(1)),
            now.plus(Duration.ofDays(DAYS)),
            extensions)
        .signed(NAME, keys.getPrivate());
  }

  private static byte[] names(List<String> hosts) {
    Set<String> all = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
    for (String host : hosts) {
      all.add(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    }
    List<byte[]> names = new ArrayList<>();
    for (String host : all) {
      if (host.matches("[0-9.]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*")) {
        names.add(Der.value(IP_NAME, InetAddress.ofLiteral(host).getAddress()));
      } else if (host.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
        names.add(Der.text(DNS_NAME, host));
      }
    }
    return Der.sequence(names.toArray(byte[][]::new));
  }
}
