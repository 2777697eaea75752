package slipway.api.gcore;

import slipway.core.account.Account;

/** Which things an account has that a video may name by their numbers. */
interface GcoreReferences {

  boolean hasDirectory(Account account, long id);

  boolean hasQualitySet(Account account, long id);

  /** Of an account that has none of them. */
  static GcoreReferences none() {
    return new GcoreReferences() {
      @Override
      public boolean hasDirectory(Account account, long id) {
        return false;
      }

      @Override
      public boolean hasQualitySet(Account account, long id) {
        return false;
      }
    };
  }
}
