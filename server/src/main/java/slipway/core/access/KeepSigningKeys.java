package slipway.core.access;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Makes signing keys, and lets their owner rename, switch off and take back. */
public final class KeepSigningKeys {
  private static final int LONGEST_NAME = 200;

  private final SigningKeys keys;
  private final Transactions transactions;
  private final InstantSource clock;

  public KeepSigningKeys(SigningKeys keys, Transactions transactions, InstantSource clock) {
    this.keys = keys;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * What a new key is to be.
   *
   * @param id unused so far; made by the dialect in its own notation
   * @param limit how many keys of this door the account may have before this one
   * @param tooMany the sentence for who has reached it
   * @param kept whether the house keeps the private key, to sign on the account's behalf
   */
  public record Asked(
      long account,
      String id,
      String name,
      String madeBy,
      SigningKey.Algorithm algorithm,
      int limit,
      String tooMany,
      boolean kept) {}

  /**
   * A new key.
   *
   * @param pair both halves; the private one is seen only here
   */
  public record Made(SigningKey key, KeyPair pair) {}

  /**
   * Makes a key.
   *
   * @throws ProblemException {@link Problem.NotAllowed} when the account has as many as it may
   */
  public Made make(Asked asked) {
    checkName(asked.name());
    // Before the transaction: finding primes takes a while.
    KeyPair pair = pair(asked.algorithm());
    Base64.Encoder base64 = Base64.getEncoder();
    SigningKey key =
        new SigningKey(
            asked.id(),
            asked.account(),
            asked.name(),
            asked.madeBy(),
            asked.algorithm(),
            base64.encodeToString(pair.getPublic().getEncoded()),
            asked.kept() ? base64.encodeToString(pair.getPrivate().getEncoded()) : null,
            /* disabled= */ false,
            clock.instant(),
            /* deletedAt= */ null,
            /* lastSeen= */ null);
    transactions.change(() -> {
      if (keys.of(asked.account(), asked.madeBy()).size() >= asked.limit()) {
        throw new ProblemException(new Problem.NotAllowed(asked.tooMany()));
      }
      keys.add(key);
    });
    return new Made(key, pair);
  }

  /** Keys of an account that a door made, oldest first. */
  public List<SigningKey> list(long account, String madeBy) {
    return keys.of(account, madeBy);
  }

  /**
   * One key.
   *
   * @throws ProblemException {@link Problem.NotFound} also for one of another account or door
   */
  public SigningKey get(long account, String madeBy, String id) {
    return keys.byId(id)
        .filter(key -> key.account() == account && key.madeBy().equals(madeBy))
        .filter(key -> key.deletedAt() == null)
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("not found")));
  }

  /**
   * Changes name and switch.
   *
   * @throws ProblemException {@link Problem.NotFound}
   */
  public SigningKey change(long account, String madeBy, String id, String name, boolean disabled) {
    checkName(name);
    return transactions.run(() -> {
      SigningKey key = get(account, madeBy, id).changed(name, disabled);
      keys.update(key);
      return key;
    });
  }

  /**
   * Takes a key back; the next request with a right that it signed is refused (REL-85).
   *
   * @throws ProblemException {@link Problem.NotFound}
   */
  public void delete(long account, String madeBy, String id) {
    Instant now = clock.instant();
    transactions.change(() -> keys.update(get(account, madeBy, id).deleted(now)));
  }

  private static void checkName(String name) {
    if (name.length() > LONGEST_NAME) {
      throw new ProblemException(
          new Problem.BadField("name", "a name has at most " + LONGEST_NAME + " characters"));
    }
  }

  private static KeyPair pair(SigningKey.Algorithm algorithm) {
    try {
      return switch (algorithm) {
        case ES256 -> {
          KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
          generator.initialize(new ECGenParameterSpec("secp256r1"));
          yield generator.generateKeyPair();
        }
        case RS256 -> {
          KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
          generator.initialize(2048);
          yield generator.generateKeyPair();
        }
      };
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("every JDK has these", e);
    }
  }
}
