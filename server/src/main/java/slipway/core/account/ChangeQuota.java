package slipway.core.account;

import org.jspecify.annotations.Nullable;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Says how much an account may store. Holds from the next upload on; what is there stays. */
public final class ChangeQuota {
  private final Accounts accounts;
  private final Transactions transactions;

  public ChangeQuota(Accounts accounts, Transactions transactions) {
    this.accounts = accounts;
    this.transactions = transactions;
  }

  /**
   * Sets the quota.
   *
   * @param bytes of files, {@code null} for as many as the settings say
   * @return the account as it is now
   * @throws ProblemException {@link Problem.NotFound} without such an account
   */
  public Account change(long number, @Nullable Long bytes) {
    return transactions.run(() -> {
      Account account =
          accounts
              .byNumber(number)
              .orElseThrow(() -> new ProblemException(new Problem.NotFound("account not found")))
              .withQuota(bytes);
      accounts.update(account);
      return account;
    });
  }
}
