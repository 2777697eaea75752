package slipway.testing;

import slipway.core.Transactions;
import slipway.core.access.SigningKeys;

class InMemorySigningKeysTest extends SigningKeysContractTest {
  @Override
  protected SigningKeys keys() {
    return new InMemorySigningKeys();
  }

  @Override
  protected Transactions transactions() {
    return new DirectTransactions();
  }
}
