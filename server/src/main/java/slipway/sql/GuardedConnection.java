package slipway.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection lent to somebody who must not decide its fate. Written with a JDK proxy, since the
 * other way is a class of some sixty methods that only pass on.
 */
final class GuardedConnection {
  private GuardedConnection() {}

  /**
   * The connection of a running transaction: closing it does nothing, and beginning, committing or
   * rolling back is refused. It says that it commits by itself, so that tools which ask
   * (db-scheduler does) see nothing left to commit.
   */
  static Connection within(Connection real) {
    return guard(
        real,
        (method, arguments) ->
            switch (method) {
              case "close" -> Answer.VOID;
              case "getAutoCommit" -> new Answer(true);
              case "setAutoCommit" -> {
                if (Boolean.TRUE.equals(arguments[0])) {
                  yield Answer.VOID;
                }
                throw refused(method);
              }
              case "commit", "rollback", "setSavepoint", "abort" -> throw refused(method);
              default -> null;
            });
  }

  /** A connection whose closing is somebody else's business; closing twice is closing once. */
  static Connection closingWith(Connection real, Runnable close) {
    boolean[] closed = {false};
    return guard(
        real,
        (method, arguments) ->
            switch (method) {
              case "close" -> {
                if (!closed[0]) {
                  closed[0] = true;
                  close.run();
                }
                yield Answer.VOID;
              }
              case "isClosed" -> new Answer(closed[0]);
              default -> {
                if (closed[0]) {
                  throw new SQLException("This connection has been given back");
                }
                yield null;
              }
            });
  }

  private static SQLException refused(String method) {
    return new SQLException(
        method + " belongs to Database.inTransaction; this connection is only lent");
  }

  private record Answer(@Nullable Object value) {
    static final Answer VOID = new Answer(null);
  }

  @FunctionalInterface
  private interface Rules {
    @Nullable Answer on(String method, Object[] arguments) throws SQLException;
  }

  private static Connection guard(Connection real, Rules rules) {
    return (Connection)
        Proxy.newProxyInstance(
            GuardedConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) -> {
              Answer answer =
                  rules.on(method.getName(), arguments == null ? new Object[0] : arguments);
              if (answer != null) {
                return answer.value();
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause() == null ? thrown : thrown.getCause();
              }
            });
  }
}
