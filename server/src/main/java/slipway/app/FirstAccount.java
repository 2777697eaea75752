package slipway.app;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.config.Secret;
import slipway.core.account.Account;
import slipway.core.account.Accounts;
import slipway.core.account.OpenAccount;

/** The account that a new house begins with. */
final class FirstAccount {
  private FirstAccount() {}

  /** The account {@code default} with the operator's key; a key that is made now is returned. */
  static @Nullable String ensure(
      Accounts accounts, OpenAccount openAccount, Optional<Secret> chosen) {
    List<Account> all = accounts.all();
    if (all.isEmpty()) {
      OpenAccount.Opened opened = openAccount.open("default", chosen.map(Secret::reveal));
      return chosen.isPresent() ? null : opened.keyText();
    }
    chosen.ifPresent(key -> openAccount.ensureKey(all.getFirst(), key.reveal()));
    return null;
  }
}
