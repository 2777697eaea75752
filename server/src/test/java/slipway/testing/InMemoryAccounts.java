package slipway.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import slipway.core.account.Account;
import slipway.core.account.Accounts;
import slipway.core.account.ApiKey;
import slipway.core.account.Caller;

/** Accounts in a map. Safe for any thread. */
public final class InMemoryAccounts implements Accounts {
  private final Map<Long, Account> accounts = new LinkedHashMap<>();
  private final List<ApiKey> keys = new ArrayList<>();
  private long lastNumber;

  @Override
  public synchronized long nextNumber() {
    return ++lastNumber;
  }

  @Override
  public synchronized void add(Account account) {
    accounts.put(account.number(), account);
  }

  @Override
  public synchronized void update(Account account) {
    accounts.replace(account.number(), account);
  }

  @Override
  public synchronized void addKey(ApiKey key) {
    keys.add(key);
  }

  @Override
  public synchronized Optional<Account> byNumber(long number) {
    return Optional.ofNullable(accounts.get(number));
  }

  @Override
  public synchronized List<Account> all() {
    return accounts.values().stream().sorted(Comparator.comparingLong(Account::number)).toList();
  }

  @Override
  public synchronized Optional<Caller> byKeyHash(String hash) {
    return keys.stream()
        .filter(key -> key.hash().equals(hash))
        .findFirst()
        .flatMap(key -> byNumber(key.account()).map(account -> new Caller(account, key)));
  }

  @Override
  public synchronized List<ApiKey> keysOf(long account) {
    return keys.stream()
        .filter(key -> key.account() == account)
        .sorted(Comparator.comparing(ApiKey::createdAt))
        .toList();
  }

  @Override
  public synchronized boolean removeKey(UUID id) {
    return keys.removeIf(key -> key.id().equals(id));
  }
}
