package slipway.core.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All accounts and their keys. */
public interface Accounts {

  /** The next free account number. Inside a transaction. */
  long nextNumber();

  void add(Account account);

  /** Keeps what can change of an account: its name, its quota, whether it is suspended. */
  void update(Account account);

  void addKey(ApiKey key);

  Optional<Account> byNumber(long number);

  /** All accounts, oldest first. */
  List<Account> all();

  /** The key with this hash (see {@link KeyText#hash}), with its account. */
  Optional<Caller> byKeyHash(String hash);

  /** Keys of an account, oldest first. */
  List<ApiKey> keysOf(long account);

  /** Takes a key back; it stops working with the next request. */
  boolean removeKey(UUID id);
}
