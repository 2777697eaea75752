package slipway.api.livepeer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.http.Request;

class LivepeerPublicKeyTest {
  private static final String PATH = "/api/access-control/public-key";

  private final LivepeerHouse house = new LivepeerHouse();

  @Test
  @DisplayName("LP-149 for anybody: PKCS#1 in PEM, and SPKI as DER under two layers of base64")
  void key() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    PublicKey half = generator.generateKeyPair().getPublic();
    house.wrapping = () -> half;
    LivepeerHouse.Answer answer = house.send(Request.to("GET", PATH));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().string("node_name").orElseThrow()).isNotBlank();

    byte[] spki =
        decode(new String(decode(answer.json().string("spki_public_key").orElseThrow()), US_ASCII));
    assertThat(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki)))
        .isEqualTo(half);

    String pem = new String(decode(answer.json().string("public_key").orElseThrow()), US_ASCII);
    assertThat(pem)
        .startsWith("-----BEGIN RSA PUBLIC KEY-----\n")
        .endsWith("\n-----END RSA PUBLIC KEY-----\n");
    byte[] pkcs1 = decode(pem.replaceAll("-----[A-Z ]+-----|\n", ""));
    // SPKI is the algorithm and then PKCS#1 as a string of bits.
    assertThat(Arrays.copyOfRange(spki, spki.length - pkcs1.length, spki.length)).isEqualTo(pkcs1);
    assertThat(pkcs1[0]).isEqualTo((byte) 0x30);
  }

  @Test
  @DisplayName("LP-149 when it cannot be had, 500 with one error")
  void missing() {
    LivepeerHouse.Answer answer = house.send(Request.to("GET", PATH));
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("{\"error\":\"Unable to retrieve public key\"}");
  }

  private static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
