package slipway.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import slipway.core.access.SigningKey;
import slipway.core.access.TokenSigner;

/** Signs compact JWS, with the key's id in header and payload (CF-105). */
public final class JoseSigner implements TokenSigner {

  @Override
  public String sign(SigningKey key, String payload) {
    if (key.privateKey() == null) {
      throw new IllegalArgumentException("the house does not hold the private half of " + key);
    }
    return sign(key, Base64.getDecoder().decode(key.privateKey()), payload);
  }

  @Override
  public String sign(SigningKey key, byte[] pkcs8, String payload) {
    try {
      JWSObject object =
          new JWSObject(
              new JWSHeader.Builder(JoseTokens.algorithm(key))
                  .type(JOSEObjectType.JWT)
                  .keyID(key.id())
                  .build(),
              new Payload(payload));
      object.sign(signer(key, pkcs8));
      return object.serialize();
    } catch (JOSEException | GeneralSecurityException e) {
      throw new IllegalArgumentException("this is no private key for " + key, e);
    }
  }

  private static JWSSigner signer(SigningKey key, byte[] pkcs8)
      throws JOSEException, GeneralSecurityException {
    PKCS8EncodedKeySpec der = new PKCS8EncodedKeySpec(pkcs8);
    return switch (key.algorithm()) {
      case ES256 ->
          new ECDSASigner((ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(der));
      case RS256 -> {
        PrivateKey secret = KeyFactory.getInstance("RSA").generatePrivate(der);
        yield new RSASSASigner(secret);
      }
    };
  }
}
