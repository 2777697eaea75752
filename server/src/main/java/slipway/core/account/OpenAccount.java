package slipway.core.account;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Opens accounts and gives out keys; the only place that ever sees a key in clear. */
public final class OpenAccount {
  private static final int LONGEST_NAME = 200;

  private final Accounts accounts;
  private final Transactions transactions;
  private final Ids ids;
  private final InstantSource clock;

  public OpenAccount(Accounts accounts, Transactions transactions, Ids ids, InstantSource clock) {
    this.accounts = accounts;
    this.transactions = transactions;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * An account and its first key.
   *
   * @param keyText the key in clear; shown once and never kept
   */
  public record Opened(Account account, ApiKey key, String keyText) {}

  /** Opens an account with one key of full access. */
  public Opened open(String name) {
    return open(name, Optional.empty());
  }

  /**
   * Opens an account whose first key the operator has chosen.
   *
   * @param givenKey the key in clear, or empty for a new one
   * @throws ProblemException {@link Problem.BadField} when the name is blank or too long
   */
  public Opened open(String name, Optional<String> givenKey) {
    checkName(name);
    Instant now = clock.instant();
    return transactions.run(() -> {
      Account account =
          new Account(
              accounts.nextNumber(),
              name,
              ids.uuid(),
              ids.uuid(),
              ids.secret(16),
              /* quota= */ null,
              /* suspended= */ false,
              now);
      accounts.add(account);
      String text = givenKey.orElseGet(() -> KeyText.make(account.number(), ids));
      ApiKey key = keep(account.number(), "default", KeyAccess.full(), text, now);
      return new Opened(account, key, text);
    });
  }

  /**
   * Adds a key to an account.
   *
   * @throws ProblemException {@link Problem.NotFound} without such an account
   */
  public Opened addKey(long number, String name, KeyAccess access) {
    checkName(name);
    return transactions.run(() -> {
      Account account =
          accounts
              .byNumber(number)
              .orElseThrow(() -> new ProblemException(new Problem.NotFound("account not found")));
      String text = KeyText.make(number, ids);
      return new Opened(account, keep(number, name, access, text, clock.instant()), text);
    });
  }

  /** Makes the operator's chosen key one of the account's; does nothing when it already is. */
  public void ensureKey(Account account, String keyText) {
    transactions.change(() -> {
      List<ApiKey> keys = accounts.keysOf(account.number());
      String hash = KeyText.hash(keyText);
      if (keys.stream().noneMatch(key -> key.hash().equals(hash))) {
        keep(account.number(), "settings", KeyAccess.full(), keyText, clock.instant());
      }
    });
  }

  private ApiKey keep(long account, String name, KeyAccess access, String text, Instant now) {
    ApiKey key = new ApiKey(ids.uuid(), account, name, KeyText.hash(text), access, now);
    accounts.addKey(key);
    return key;
  }

  private static void checkName(String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new ProblemException(
          new Problem.BadField("name", "a name of 1 to " + LONGEST_NAME + " characters is needed"));
    }
  }
}
