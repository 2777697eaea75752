package slipway.core.access;

import java.security.PrivateKey;

/** Writes tokens that a {@link TokenReader} reads. Safe for any thread. */
@FunctionalInterface
public interface TokenSigner {

  /**
   * A token with these rights.
   *
   * @param key of RSA
   */
  String sign(String keyId, PrivateKey key, Rights rights);
}
