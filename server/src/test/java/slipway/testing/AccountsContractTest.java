package slipway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.core.account.Account;
import slipway.core.account.Accounts;
import slipway.core.account.ApiKey;
import slipway.core.account.Caller;
import slipway.core.account.KeyAccess;
import slipway.core.account.KeyText;

/** What every {@link Accounts} does. A subclass only builds empty ports. */
public abstract class AccountsContractTest {
  private Ports ports;
  private Accounts accounts;

  protected AccountsContractTest() {
    ports = Ports.inMemory();
    accounts = ports.accounts();
  }

  /** Fresh, empty ports. */
  protected abstract Ports ports();

  @BeforeEach
  void open() {
    ports = ports();
    accounts = ports.accounts();
  }

  @Test
  void numbers_countFromOne() {
    List<Long> numbers =
        ports.transactions().run(() -> List.of(accounts.nextNumber(), accounts.nextNumber()));

    assertThat(numbers).containsExactly(1L, 2L);
  }

  @Test
  void accounts_comeBackOldestFirst() {
    ports
        .transactions()
        .change(() -> {
          accounts.add(Samples.account(1));
          accounts.add(Samples.account(2));
        });

    assertThat(accounts.all()).containsExactly(Samples.account(1), Samples.account(2));
    assertThat(accounts.byNumber(2)).contains(Samples.account(2));
    assertThat(accounts.byNumber(3)).isEmpty();
  }

  @Test
  void quota_canBeChanged_andTakenAway() {
    Account account = Samples.account(1);
    ports.transactions().change(() -> accounts.add(account));

    ports.transactions().change(() -> accounts.update(account.withQuota(5L << 40)));
    assertThat(accounts.byNumber(1)).contains(account.withQuota(5L << 40));
    ports.transactions().change(() -> accounts.update(account));
    assertThat(accounts.byNumber(1)).contains(account);
  }

  @Test
  void keys_openTheirAccount_untilTheyAreTakenBack() {
    ApiKey first = Samples.key(1, "first");
    ApiKey browser =
        new ApiKey(
            CountingIds.uuid(77),
            1,
            "browser",
            KeyText.hash("browser"),
            new KeyAccess(List.of("https://a.example", "*"), false),
            SettableClock.START.plusSeconds(1));
    ports
        .transactions()
        .change(() -> {
          accounts.add(Samples.account(1));
          accounts.addKey(first);
          accounts.addKey(browser);
        });

    assertThat(accounts.byKeyHash(browser.hash()))
        .contains(new Caller(Samples.account(1), browser));
    assertThat(accounts.keysOf(1)).containsExactly(first, browser);
    assertThat(accounts.keysOf(2)).isEmpty();
    assertThat(accounts.byKeyHash(KeyText.hash("other"))).isEmpty();

    assertThat(ports.transactions().<Boolean>run(() -> accounts.removeKey(first.id()))).isTrue();
    assertThat(ports.transactions().<Boolean>run(() -> accounts.removeKey(first.id()))).isFalse();
    assertThat(accounts.byKeyHash(first.hash())).isEmpty();
    assertThat(accounts.keysOf(1)).containsExactly(browser);
  }
}
