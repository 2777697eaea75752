package slipway.api.gcore;

import java.util.OptionalLong;
import slipway.core.account.Account;

/** Which things an account has that a video may name by their numbers. */
interface GcoreReferences {

  boolean hasDirectory(Account account, long id);

  boolean hasQualitySet(Account account, long id);

  /** Number of the set that the account has chosen for all its videos. */
  OptionalLong usualQualitySet(Account account);
}
