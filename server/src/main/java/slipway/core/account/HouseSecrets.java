package slipway.core.account;

/**
 * Keys that the house makes for itself, such as those that sign its own short-lived tokens. They
 * are the same on every machine that shares the memory, and outlive a restart.
 */
public interface HouseSecrets {

  /**
   * The secret for a purpose, made when it is first asked for: 64 hexadecimal characters.
   *
   * @param purpose {@code [a-z-]+}
   */
  String of(String purpose);
}
