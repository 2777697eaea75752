package slipway.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes a certificate for which nobody vouches. The JDK has no interface for it, the house starts
 * no processes but FFmpeg's, and a library of several megabytes for one call at the first start is
 * too much; so it is written down here value by value.
 */
final class SelfSigned {
  private static final int DAYS = 825;
  private static final Duration RENEW_BEFORE = Duration.ofDays(30);

  /** Tags of fields that have no kind of their own (RFC 5280, sections 4.1 and 4.2.1.6). */
  private static final int VERSION = 0xA0;

  private static final int EXTENSIONS = 0xA3;
  private static final int DNS_NAME = 0x82;
  private static final int IP_NAME = 0x87;

  private SelfSigned() {}

  /**
   * Makes both files unless they are there and good for another month.
   *
   * @param hosts names and addresses under which clients come
   * @throws IOException with a sentence for the operator
   */
  static void ensure(TlsFiles files, List<String> hosts, Instant now) throws IOException {
    if (Files.exists(files.key()) && isGood(files.certificate(), now)) {
      return;
    }
    Path folder = files.certificate().toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("no folder for " + files.certificate());
    }
    Files.createDirectories(folder);
    Path work = Files.createTempDirectory(folder, "making");
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      // A crash in between leaves a pair that does not count as good.
      Files.deleteIfExists(files.certificate());
      place(work, files.key(), "PRIVATE KEY", keys.getPrivate().getEncoded());
      place(work, files.certificate(), "CERTIFICATE", certificate(keys, hosts, now));
    } catch (GeneralSecurityException broken) {
      throw new IOException("no self-signed certificate can be made", broken);
    } finally {
      Files.deleteIfExists(work.resolve("pem"));
      Files.deleteIfExists(work);
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

  /** An X.509 certificate (RFC 5280, section 4.1), signed with its own key. */
  private static byte[] certificate(KeyPair keys, List<String> hosts, Instant now)
      throws GeneralSecurityException {
    byte[] algorithm = Der.sequence(Der.objectId(1, 2, 840, 10045, 4, 3, 2)); // ECDSA, SHA-256
    byte[] name =
        Der.sequence(
            Der.set(
                Der.sequence(
                    Der.objectId(2, 5, 4, 3), Der.text(Der.UTF8_STRING, "Slipway self-signed"))));
    byte[] validity =
        Der.sequence(time(now.minus(Duration.ofDays(1))), time(now.plus(Duration.ofDays(DAYS))));
    byte[] serverOnly = Der.sequence(Der.objectId(1, 3, 6, 1, 5, 5, 7, 3, 1));
    byte[] extensions =
        Der.sequence(
            Der.sequence(Der.objectId(2, 5, 29, 17), Der.value(Der.OCTET_STRING, names(hosts))),
            Der.sequence(Der.objectId(2, 5, 29, 37), Der.value(Der.OCTET_STRING, serverOnly)));
    byte[] content =
        Der.sequence(
            Der.value(VERSION, Der.value(Der.INTEGER, new byte[] {2})),
            Der.value(Der.INTEGER, serial()),
            algorithm,
            name,
            validity,
            name,
            keys.getPublic().getEncoded(),
            Der.value(EXTENSIONS, extensions));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(content);
    byte[] unusedBits = {0};
    return Der.sequence(
        content, algorithm, Der.value(Der.BIT_STRING, unusedBits, signature.sign()));
  }

  /** Positive and never the same twice. */
  private static byte[] serial() {
    byte[] serial = new byte[16];
    new SecureRandom().nextBytes(serial);
    serial[0] = (byte) ((serial[0] & 0x3F) | 0x40);
    return serial;
  }

  private static byte[] time(Instant at) {
    boolean early = at.isBefore(Instant.parse("2050-01-01T00:00:00Z"));
    DateTimeFormatter form =
        DateTimeFormatter.ofPattern((early ? "yy" : "yyyy") + "MMddHHmmss'Z'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    return Der.text(early ? Der.UTC_TIME : Der.GENERALIZED_TIME, form.format(at));
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

  private static void place(Path work, Path target, String kind, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    String pem = "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind);
    Path made = work.resolve("pem");
    // Only the owner may read the folder that it is written in, and the file later.
    Files.createFile(
        made, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(made, pem);
    Files.move(made, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
