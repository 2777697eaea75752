package slipway.sql;

import java.sql.Connection;

/**
 * The moments around a commit at which a crash tells apart what is written down from what is not.
 * The product passes them by; a test may listen and let the process die there (REL-30).
 */
final class CrashPoint {
  private static volatile Listener listener = Listener.NOBODY;

  private CrashPoint() {}

  /** Who is told, on the thread whose transaction it is. */
  interface Listener {
    Listener NOBODY =
        new Listener() {
          @Override
          public void beforeCommit(Connection transaction) {}

          @Override
          public void afterCommit() {}
        };

    /** All is done in the transaction, nobody else can see it yet. */
    void beforeCommit(Connection transaction);

    /** It stands, and nothing that follows from it has begun. */
    void afterCommit();
  }

  static void listen(Listener all) {
    listener = all;
  }

  static void beforeCommit(Connection transaction) {
    listener.beforeCommit(transaction);
  }

  static void afterCommit() {
    listener.afterCommit();
  }
}
