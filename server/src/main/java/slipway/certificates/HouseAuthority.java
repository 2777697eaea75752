package slipway.certificates;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A small authority of our own: a root that vouches for one certificate with which contents are
 * signed. Both are made when they are first asked for and lie in a folder that nobody else may
 * read. Who trusts the root trusts all that was ever signed here, so the folder belongs into the
 * backup. Safe for any thread and for several processes over one folder.
 *
 * <p>A signature without a time stamp counts only as long as its certificate does. So that of the
 * contents lasts ten years and is renewed in its second: what is signed today can be checked for
 * nine years at least.
 */
public final class HouseAuthority {
  private static final Duration ROOT_LASTS = Duration.ofDays(30 * 365L);
  private static final Duration LASTS = Duration.ofDays(10 * 365L);
  private static final Duration RENEW_BEFORE = Duration.ofDays(9 * 365L);

  /** Whose clock is a little behind ours shall believe us, too. */
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

  private static final String ROOT_NAME = "Slipway provenance root";
  private static final String NAME = "Slipway provenance";

  private final Path folder;

  public HouseAuthority(Path folder) {
    this.folder = folder;
  }

  /**
   * The key for signing and its certificate; not the root, which others must have from elsewhere to
   * trust it.
   *
   * @throws IOException with a sentence for the operator
   */
  public synchronized PemPair signing(Instant now) throws IOException {
    return locked(() -> {
      X509Certificate root = rootCertificate(now);
      Path certificate = folder.resolve("signing.pem");
      Path key = folder.resolve("signing-key.pem");
      if (!isGood(certificate, key, root, now)) {
        PemPair authority = rootPair();
        KeyPair keys = PemFile.newKeys();
        // A crash in between leaves a pair that does not count as good.
        Files.deleteIfExists(certificate);
        PemFile.place(key, PemFile.KEY, keys.getPrivate().getEncoded());
        PemFile.place(
            certificate,
            PemFile.CERTIFICATE,
            leaf(keys.getPublic(), root.getPublicKey(), now).signed(ROOT_NAME, authority.key()));
      }
      return PemPair.read(certificate, key);
    });
  }

  /**
   * The root's certificate as PEM, for those who are to trust it.
   *
   * @throws IOException with a sentence for the operator
   */
  public synchronized String root(Instant now) throws IOException {
    return locked(() -> PemFile.text(PemFile.CERTIFICATE, rootCertificate(now).getEncoded()));
  }

  private interface Work<T> {
    T run() throws IOException, GeneralSecurityException;
  }

  /** Alone among all processes over this folder. */
  private <T> T locked(Work<T> work) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (FileChannel file =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = file.lock()) {
      return work.run();
    } catch (GeneralSecurityException broken) {
      throw new IOException(
          "The certificates in "
              + folder
              + " cannot be used; put the right ones back, or take the folder away and a new root"
              + " is made",
          broken);
    }
  }

  private Path rootFile() {
    return folder.resolve("root.pem");
  }

  private Path rootKeyFile() {
    return folder.resolve("root-key.pem");
  }

  private PemPair rootPair() throws IOException {
    return PemPair.read(rootFile(), rootKeyFile());
  }

  private X509Certificate rootCertificate(Instant now)
      throws IOException, GeneralSecurityException {
    // The certificate is placed last: where it is, its key is.
    if (!Files.exists(rootFile())) {
      KeyPair keys = PemFile.newKeys();
      PemFile.place(rootKeyFile(), PemFile.KEY, keys.getPrivate().getEncoded());
      PemFile.place(
          rootFile(),
          PemFile.CERTIFICATE,
          rootForm(keys.getPublic(), now).signed(ROOT_NAME, keys.getPrivate()));
    }
    try (InputStream in = Files.newInputStream(rootFile())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static CertificateForm rootForm(PublicKey key, Instant now)
      throws GeneralSecurityException {
    return new CertificateForm(
        key,
        ROOT_NAME,
        now.minus(CLOCKS_DIFFER),
        now.plus(ROOT_LASTS),
        List.of(
            CertificateForm.authority(true),
            CertificateForm.signsCertificates(),
            CertificateForm.subjectKey(key)));
  }

  /** As C2PA wants it (MD-85): for signing only, and for e-mail, which stands for documents. */
  private static CertificateForm leaf(PublicKey key, PublicKey root, Instant now)
      throws GeneralSecurityException {
    return new CertificateForm(
        key,
        NAME,
        now.minus(CLOCKS_DIFFER),
        now.plus(LASTS),
        List.of(
            CertificateForm.authority(false),
            CertificateForm.signsContents(),
            CertificateForm.purpose(1, 3, 6, 1, 5, 5, 7, 3, 4),
            CertificateForm.subjectKey(key),
            CertificateForm.authorityKey(root)));
  }

  private static boolean isGood(Path certificate, Path key, X509Certificate root, Instant now) {
    if (!Files.exists(certificate) || !Files.exists(key)) {
      return false;
    }
    try {
      X509Certificate read = PemPair.read(certificate, key).certificates().getFirst();
      read.verify(root.getPublicKey());
      return !read.getNotBefore().toInstant().isAfter(now)
          && now.plus(RENEW_BEFORE).isBefore(read.getNotAfter().toInstant());
    } catch (IOException | GeneralSecurityException notOurs) {
      return false;
    }
  }
}
