package slipway.testing;

import slipway.core.access.SigningKeys;

class InMemorySigningKeysTest extends SigningKeysContractTest {
  @Override
  protected SigningKeys keys() {
    return new InMemorySigningKeys();
  }
}
