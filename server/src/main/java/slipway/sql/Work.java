package slipway.sql;

/**
 * Something done inside a transaction.
 *
 * @param <T> what it gives back
 * @param <X> what it may throw; any exception rolls back
 */
@FunctionalInterface
public interface Work<T, X extends Exception> {
  T run() throws X;
}
