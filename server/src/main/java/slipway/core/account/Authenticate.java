package slipway.core.account;

import java.util.UUID;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Finds out who holds a key. */
public final class Authenticate {
  /** Longer texts are no key of ours; they are not even hashed. */
  private static final int LONGEST_KEY = 512;

  private final Accounts accounts;

  public Authenticate(Accounts accounts) {
    this.accounts = accounts;
  }

  /**
   * The caller who signed in with a key, as long as it is one.
   *
   * @throws ProblemException as {@link #byKey}
   */
  public Caller byKeyId(long account, UUID id) {
    ApiKey key =
        accounts.keysOf(account).stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new ProblemException(new Problem.UnknownKey()));
    return admitted(new Caller(accounts.byNumber(account).orElseThrow(), key));
  }

  /**
   * The caller who holds this key.
   *
   * @throws ProblemException {@link Problem.UnknownKey}, or {@link Problem.NotAllowed} when the
   *     account is suspended
   */
  public Caller byKey(String keyText) {
    if (keyText.isEmpty() || keyText.length() > LONGEST_KEY) {
      throw new ProblemException(new Problem.UnknownKey());
    }
    return admitted(
        accounts
            .byKeyHash(KeyText.hash(keyText))
            .orElseThrow(() -> new ProblemException(new Problem.UnknownKey())));
  }

  private static Caller admitted(Caller caller) {
    if (caller.account().suspended()) {
      throw new ProblemException(new Problem.NotAllowed("user is suspended"));
    }
    return caller;
  }
}
