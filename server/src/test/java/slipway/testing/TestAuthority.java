package slipway.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates of every kind, also such as nobody should believe; valid for a year. */
public final class TestAuthority {
  private static final X500Principal NAME = new X500Principal("CN=Test root");

  private final KeyPair keys = ec();
  private final Instant from;
  private long serial = 1;

  /** A new one. */
  public TestAuthority(Instant now) {
    this.from = now.minus(Duration.ofDays(1));
  }

  /** A key on the curve that everybody knows. */
  public static KeyPair ec() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** An RSA key. */
  public static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * What a certificate says.
   *
   * @param usage as {@link KeyUsage} has it
   * @param isAuthority whether it may issue others
   * @param namesIssuerKey whether it says which key issued it
   */
  public record Form(int usage, boolean isAuthority, boolean namesIssuerKey) {
    /** As those have it who sign contents or time stamps. */
    public static final Form LEAF = new Form(KeyUsage.digitalSignature, false, true);
  }

  /** A certificate for signing something, with these purposes as object identifiers. */
  public X509Certificate issue(PublicKey key, String... purposes) {
    return issue(Form.LEAF, key, purposes);
  }

  /** Any certificate. */
  public X509Certificate issue(Form form, PublicKey key, String... purposes) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              NAME,
              BigInteger.valueOf(serial++),
              Date.from(from),
              Date.from(from.plus(Duration.ofDays(365))),
              new X500Principal("O=Test,CN=Somebody"),
              key);
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(form.isAuthority()));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(form.usage()));
      if (form.namesIssuerKey()) {
        builder.addExtension(
            Extension.authorityKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
      }
      builder.addExtension(
          Extension.extendedKeyUsage,
          true,
          new ExtendedKeyUsage(
              Arrays.stream(purposes)
                  .map(purpose -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(purpose)))
                  .toArray(KeyPurposeId[]::new)));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (IOException | OperatorCreationException | GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
