package slipway.sql;

/**
 * Something done inside a transaction that gives nothing back.
 *
 * @param <X> what it may throw; any exception rolls back
 */
@FunctionalInterface
public interface Step<X extends Exception> {
  void run() throws X;
}
