package slipway.core.upload;

import java.io.IOException;
import java.security.PublicKey;

/** The key with which senders wrap the keys of files that they encrypt. Safe for any thread. */
@FunctionalInterface
public interface WrappingKey {

  /**
   * The RSA key for everybody; the first call may have to make it.
   *
   * @throws IOException when it cannot be kept
   */
  PublicKey publicKey() throws IOException;
}
