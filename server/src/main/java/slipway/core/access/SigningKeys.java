package slipway.core.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All signing keys, the deleted ones too, so that an id never comes back to life. */
public interface SigningKeys {

  void add(SigningKey key);

  /** Keeps the key's new state. */
  void update(SigningKey key);

  /** A right that the key signed was used; not worth a transaction of its own. */
  void seen(String id, Instant at);

  Optional<SigningKey> byId(String id);

  /** The key whose {@link SigningKey#publicKey} this is. */
  Optional<SigningKey> byPublicKey(String publicKey);

  /** Those of an account that a door made and nobody deleted, oldest first. */
  List<SigningKey> of(long account, String madeBy);
}
