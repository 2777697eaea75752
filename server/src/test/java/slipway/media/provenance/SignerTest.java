package slipway.media.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testing.SettableClock;
import slipway.testing.TestAuthority;
import slipway.testing.TestAuthority.Form;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/** With which certificates contents may be signed, and how keys of both kinds sign. */
final class SignerTest {
  private static final String CLAIMS = "1.3.6.1.4.1.62558.2.1";
  private static final String EMAIL = "1.3.6.1.5.5.7.3.4";
  private static final KeyPair KEYS = TestAuthority.ec();

  private final TestAuthority authority = new TestAuthority(SettableClock.START);

  private static Signer signer(KeyPair keys, X509Certificate certificate) {
    return new Signer(keys.getPrivate(), List.of(certificate));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {CLAIMS, EMAIL, "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.311.76.59.1.9"})
  @DisplayName("MD-85: what c2pa-rs believes is taken, C2PA's own purpose too")
  void purposes_thatSignContents(String purpose) {
    assertThat(signer(KEYS, authority.issue(KEYS.getPublic(), purpose)).certificate()).isNotNull();
    assertThat(signer(KEYS, authority.issue(KEYS.getPublic(), "1.3.6.1.5.5.7.3.2", purpose)))
        .as("with another one besides")
        .isNotNull();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "1.3.6.1.5.5.7.3.1, neither C2PA's claim signing",
    "1.3.6.1.5.5.7.3.8, neither C2PA's claim signing",
    EMAIL + " 2.5.29.37.0, anyExtendedKeyUsage",
    EMAIL + " 1.3.6.1.5.5.7.3.8, timeStamping or OCSPSigning",
    CLAIMS + " 1.3.6.1.5.5.7.3.9, timeStamping or OCSPSigning"
  })
  @DisplayName("MD-85: purposes that no verifier would believe are refused with a sentence")
  void purposes_thatDoNot(String purposes, String complaint) {
    X509Certificate certificate = authority.issue(KEYS.getPublic(), purposes.split(" "));
    assertThatThrownBy(() -> signer(KEYS, certificate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot sign contents")
        .hasMessageContaining(complaint);
  }

  @Test
  @DisplayName("MD-85: authorities, keys for certificates, and no name of the issuer's key")
  void forms_thatAreRefused() {
    int both = KeyUsage.digitalSignature | KeyUsage.keyCertSign;
    refused(new Form(KeyUsage.digitalSignature, true, true), "an authority");
    refused(new Form(KeyUsage.keyEncipherment, false, true), "no digitalSignature");
    refused(new Form(both, false, true), "keyCertSign");
    refused(new Form(KeyUsage.digitalSignature, false, false), "authorityKeyIdentifier");
    KeyPair small = TestAuthority.rsa(1024);
    assertThatThrownBy(() -> signer(small, authority.issue(small.getPublic(), CLAIMS)))
        .hasMessageContaining("at least 2048 bits");
  }

  private void refused(Form form, String complaint) {
    X509Certificate certificate = authority.issue(form, KEYS.getPublic(), CLAIMS);
    assertThatThrownBy(() -> signer(KEYS, certificate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  @DisplayName("MD-84: an RSA key signs as PS256 (-37), and what it signed is the claim")
  void rsa_signsAsPs256() throws Exception {
    KeyPair keys = TestAuthority.rsa(2048);
    X509Certificate certificate = authority.issue(keys.getPublic(), CLAIMS);
    byte[] claim = {1, 2, 3};
    JsonNode parts = new CBORMapper().readTree(signer(keys, certificate).sign(claim));
    byte[] header = parts.get(0).binaryValue();
    assertThat(new CBORMapper().readTree(header).get("1").asInt()).isEqualTo(-37);
    Signature check = Signature.getInstance("RSASSA-PSS");
    check.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    check.initVerify(certificate);
    check.update(Cbor.of(List.of("Signature1", header, new byte[0], claim)));
    assertThat(check.verify(parts.get(3).binaryValue())).isTrue();
  }
}
