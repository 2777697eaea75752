package slipway.core.access;

/** Signs tokens. Safe for any thread. */
public interface TokenSigner {

  /**
   * Signs with the private half that the house keeps.
   *
   * @param payload JSON
   * @throws IllegalArgumentException when the house does not keep it
   */
  String sign(SigningKey key, String payload);

  /**
   * Signs with a private half that the caller brought along.
   *
   * @param pkcs8 DER
   * @throws IllegalArgumentException when it is no private key of the key's algorithm
   */
  String sign(SigningKey key, byte[] pkcs8, String payload);
}
