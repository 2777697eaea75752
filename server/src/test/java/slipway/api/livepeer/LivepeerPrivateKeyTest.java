package slipway.api.livepeer;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Node's own export says of the same key is compared in e2e. */
final class LivepeerPrivateKeyTest {
  @Test
  @DisplayName("LP-145, LP-137: both halves, of one length whatever the number is")
  void bothHalves() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    ECPrivateKey made = (ECPrivateKey) pair.getPrivate();
    BigInteger top = made.getParams().getOrder().subtract(BigInteger.ONE);
    KeyFactory factory = KeyFactory.getInstance("EC");

    for (BigInteger number : new BigInteger[] {BigInteger.TWO, top, made.getS()}) {
      ECPrivateKey key =
          (ECPrivateKey) factory.generatePrivate(new ECPrivateKeySpec(number, made.getParams()));
      byte[] der = LivepeerPrivateKey.der(new KeyPair(pair.getPublic(), key));

      assertThat(der).hasSize(138);
      byte[] spki = pair.getPublic().getEncoded();
      assertThat(der).endsWith(Arrays.copyOfRange(spki, spki.length - 65, spki.length));
      var read = (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(der));
      assertThat(read.getS()).isEqualTo(number);
    }

    byte[] der = LivepeerPrivateKey.der(pair);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(factory.generatePrivate(new PKCS8EncodedKeySpec(der)));
    byte[] text = "text".getBytes(StandardCharsets.UTF_8);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(pair.getPublic());
    signature.update(text);
    assertThat(signature.verify(signed)).isTrue();
  }
}
