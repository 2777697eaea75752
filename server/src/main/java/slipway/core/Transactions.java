package slipway.core;

import java.util.function.Supplier;

/**
 * One change of the house: everything inside is kept together or not at all, together with the jobs
 * and events it causes. A call inside a call joins the outer one.
 */
public interface Transactions {

  /** Runs {@code change} and keeps it; an exception undoes all of it and is passed on. */
  <T> T run(Supplier<T> change);

  /**
   * Runs an action when the change that this is called in is kept, and not when it is undone; at
   * once outside of a change. For what cannot be undone, such as the deletion of a file.
   */
  void afterwards(Runnable action);

  /** As {@link #run(Supplier)} for a change without a result. */
  default void change(Runnable change) {
    run(() -> {
      change.run();
      return true;
    });
  }
}
