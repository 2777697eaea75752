package slipway.core.access;

/** How accounts close what they deliver. Asked for each request. */
@FunctionalInterface
public interface Protections {

  /** That of an account; {@link Protection#none} for one that never closed anything. */
  Protection of(long account);

  /** Where no account can close anything. */
  static Protections none() {
    return Protection::none;
  }
}
