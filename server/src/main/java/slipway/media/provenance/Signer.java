package slipway.media.provenance;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A key and the certificates that say whose it is. Signs as COSE has it (RFC 9052, section 4.2):
 * {@code COSE_Sign1} over a claim that is not part of it (MD-84). Immutable, safe for any thread.
 */
public final class Signer {
  /** Labels and values from IANA's registry of COSE. */
  private static final int ALGORITHM = 1;

  private static final int CERTIFICATES = 33;
  private static final int ES256 = -7;
  private static final int PS256 = -37;
  private static final int SIGN1 = 18;

  private static final int P256_BITS = 256;
  private static final int LEAST_RSA_BITS = 2048;

  /** For whom a certificate may sign contents: e-mail (which C2PA took first), and documents. */
  private static final List<String> PURPOSES = List.of("1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36");

  private static final String ANY_PURPOSE = "2.5.29.37.0";

  private final PrivateKey key;
  private final List<X509Certificate> certificates;

  /**
   * A signer.
   *
   * @param certificates that of the key first, then those that vouch for it, without the root
   * @throws IllegalArgumentException with a sentence about what is wrong with the certificate
   */
  public Signer(PrivateKey key, List<X509Certificate> certificates) {
    this.key = key;
    this.certificates = List.copyOf(certificates);
    requireFit(certificates.getFirst());
  }

  /** What C2PA wants of a certificate, or no verifier will believe it (MD-85). */
  private static void requireFit(X509Certificate certificate) {
    PublicKey open = certificate.getPublicKey();
    boolean known =
        (open instanceof ECPublicKey ec
                && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS)
            || (open instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= LEAST_RSA_BITS);
    require(known, "its key is neither on the curve P-256 nor RSA with at least 2048 bits");
    require(
        !certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal()),
        "it vouches for itself; a root must stand behind it");
    boolean[] usage = certificate.getKeyUsage();
    require(usage != null && usage[0], "its key usage has no digitalSignature");
    List<String> purposes = purposes(certificate);
    require(
        purposes.stream().anyMatch(PURPOSES::contains),
        "its extended key usage has neither emailProtection nor documentSigning");
    require(!purposes.contains(ANY_PURPOSE), "its extended key usage has anyExtendedKeyUsage");
  }

  private static List<String> purposes(X509Certificate certificate) {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      return purposes == null ? List.of() : purposes;
    } catch (GeneralSecurityException unreadable) {
      return List.of();
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("The certificate cannot sign contents: " + otherwise);
    }
  }

  /** The certificate of the key. */
  public X509Certificate certificate() {
    return certificates.getFirst();
  }

  private boolean isRsa() {
    return certificate().getPublicKey() instanceof RSAPublicKey;
  }

  /** {@code COSE_Sign1} over a claim; of the same size for claims of every size. */
  byte[] sign(byte[] claim) {
    Map<Integer, Object> header = new LinkedHashMap<>();
    header.put(ALGORITHM, isRsa() ? PS256 : ES256);
    header.put(CERTIFICATES, chain());
    byte[] protectedHeader = Cbor.of(header);
    byte[] signed = Cbor.of(List.of("Signature1", protectedHeader, new byte[0], claim));
    List<Object> parts = new ArrayList<>(List.of(protectedHeader, Map.of()));
    parts.add(null); // the claim lies beside it
    parts.add(signature(signed));
    return Cbor.of(new Cbor.Tagged(SIGN1, parts));
  }

  /** One certificate alone is not in a list (RFC 9360, section 2). */
  private Object chain() {
    List<byte[]> all = new ArrayList<>();
    try {
      for (X509Certificate certificate : certificates) {
        all.add(certificate.getEncoded());
      }
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException("a certificate that was read can be written", impossible);
    }
    return all.size() == 1 ? all.getFirst() : all;
  }

  private byte[] signature(byte[] content) {
    try {
      Signature signature;
      if (isRsa()) {
        signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(
            new PSSParameterSpec(
                "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, Sha256.BYTES, /* trailerField= */ 1));
      } else {
        // Both numbers one behind the other, as COSE has them (RFC 9053, section 2.1).
        signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      }
      signature.initSign(key);
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("the key cannot sign", broken);
    }
  }
}
