package slipway.core.access;

/** Those that the house remembers. */
public interface KeptProtections extends Protections {

  /** Keeps it in place of the account's former one. Inside a transaction. */
  void put(Protection protection);
}
