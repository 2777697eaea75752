package slipway.media.provenance;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
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

  /**
   * For what a certificate may be, so that it may sign contents: claims (C2PA's own), e-mail (which
   * C2PA took first), documents, and what Microsoft gave out before there was one of C2PA's own.
   * These are the ones that c2pa-rs believes.
   */
  private static final List<String> PURPOSES =
      List.of(
          "1.3.6.1.4.1.62558.2.1",
          "1.3.6.1.5.5.7.3.4",
          "1.3.6.1.5.5.7.3.36",
          "1.3.6.1.4.1.311.76.59.1.9");

  private static final String ANY_PURPOSE = "2.5.29.37.0";

  /** Time stamps and answers about revoked certificates: whoever signs those signs nothing else. */
  private static final List<String> LONELY_PURPOSES =
      List.of("1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9");

  private static final String AUTHORITY_KEY = "2.5.29.35";
  private static final int SIGNS_CONTENTS = 0;
  private static final int SIGNS_CERTIFICATES = 5;

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
    require(certificate.getBasicConstraints() < 0, "it is that of an authority (CA)");
    boolean[] usage = certificate.getKeyUsage();
    require(usage != null && usage[SIGNS_CONTENTS], "its key usage has no digitalSignature");
    require(!usage[SIGNS_CERTIFICATES], "its key usage has keyCertSign");
    require(
        certificate.getExtensionValue(AUTHORITY_KEY) != null,
        "it does not name the key of its issuer (authorityKeyIdentifier)");
    requirePurpose(purposes(certificate));
  }

  private static void requirePurpose(List<String> purposes) {
    require(
        purposes.stream().anyMatch(PURPOSES::contains),
        "its extended key usage has neither C2PA's claim signing (1.3.6.1.4.1.62558.2.1) nor"
            + " emailProtection nor documentSigning");
    require(!purposes.contains(ANY_PURPOSE), "its extended key usage has anyExtendedKeyUsage");
    require(
        purposes.stream().noneMatch(LONELY_PURPOSES::contains),
        "its extended key usage has timeStamping or OCSPSigning besides");
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

  /** A stamp with a time at which the certificate did not count does more harm than none. */
  void requireValid(Instant stamped) throws TimeStamps.NoTimeStamp {
    try {
      certificate().checkValidity(Date.from(stamped));
    } catch (CertificateException outside) {
      throw new TimeStamps.NoTimeStamp(
          "By the authority's clock it is %s, and the certificate does not count then."
              .formatted(stamped));
    }
  }

  private boolean isRsa() {
    return certificate().getPublicKey() instanceof RSAPublicKey;
  }

  /**
   * What stands in a signature and is not signed.
   *
   * @param <E> why it may not come about
   */
  @FunctionalInterface
  interface Aside<E extends Exception> {
    /**
     * The header.
     *
     * @param toBeStamped what a time stamp upon the signature is about
     */
    Map<String, Object> header(byte[] toBeStamped) throws E;
  }

  /** {@code COSE_Sign1} over a claim; of the same size for claims of every size. */
  byte[] sign(byte[] claim) {
    return sign(claim, _ -> Map.of());
  }

  /** The same with something beside the signature. */
  <E extends Exception> byte[] sign(byte[] claim, Aside<E> aside) throws E {
    Map<Integer, Object> header = new LinkedHashMap<>();
    header.put(ALGORITHM, isRsa() ? PS256 : ES256);
    header.put(CERTIFICATES, chain());
    byte[] protectedHeader = Cbor.of(header);
    byte[] signature = signature(structure("Signature1", protectedHeader, claim));
    // A stamp is about the signature as it is written, its length included (C2PA 2.1, 10.3.2.5).
    byte[] toBeStamped = structure("CounterSignature", protectedHeader, Cbor.of(signature));
    List<Object> parts = new ArrayList<>(List.of(protectedHeader, aside.header(toBeStamped)));
    parts.add(null); // the claim lies beside it
    parts.add(signature);
    return Cbor.of(new Cbor.Tagged(SIGN1, parts));
  }

  /** What is signed, in the order that COSE has (RFC 9052, section 4.4). */
  private static byte[] structure(String context, byte[] protectedHeader, byte[] payload) {
    return Cbor.of(List.of(context, protectedHeader, new byte[0], payload));
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
