package slipway.core.access;

/**
 * Whether an account has closed everything it has, also what is public by its own policy: then only
 * an address signed with the account's secret opens it (GC-165).
 */
@FunctionalInterface
public interface Protection {

  /** Whether it is on; asked for each request. */
  boolean isOn(long account);

  /** Where no account can switch it on. */
  static Protection none() {
    return account -> false;
  }
}
