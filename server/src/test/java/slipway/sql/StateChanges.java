package slipway.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names each change of what the house knows about its videos, in a database that this process has
 * for itself (SQLite), and tells of it right before and right after its commit. The names are the
 * same in each run: they hold states and kinds of jobs and events, no ids and no times.
 */
public final class StateChanges implements CrashPoint.Listener {
  /** All that a crash must not lose. */
  private static final String STATE =
      """
      SELECT 'video ' || phase FROM video
      UNION ALL SELECT 'upload ' || door || ' ' || state FROM upload
      UNION ALL SELECT 'rendition ' || name || ' ' || state FROM rendition
      UNION ALL SELECT 'chunk ' || wave || '/' || number || ' ' || done FROM chunk
      UNION ALL SELECT 'task ' || kind || ' ' || state FROM task
      UNION ALL SELECT 'event ' || kind FROM event
      UNION ALL SELECT 'untold ' || name FROM delivery
      UNION ALL SELECT 'job ' || task_name FROM job_quick
      UNION ALL SELECT 'job ' || task_name FROM job_heavy
      UNION ALL SELECT 'job ' || task_name FROM job_fetch
      UNION ALL SELECT 'job ' || task_name FROM job_news
      ORDER BY 1
      """;

  private final String url;
  private final Told told;
  private final ThreadLocal<@Nullable String> changing = new ThreadLocal<>();
  private @Nullable List<String> last;

  /** Who is told of a change, on the thread that makes it and while nobody else can write. */
  public interface Told {
    void of(String point);
  }

  private StateChanges(String url, Told told) {
    this.url = url;
    this.told = told;
  }

  /** From now on, for the whole process. */
  public static void watch(String url, Told told) {
    CrashPoint.listen(new StateChanges(url, told));
  }

  public static void watchNoLonger() {
    CrashPoint.listen(CrashPoint.Listener.NOBODY);
  }

  @Override
  public void beforeCommit(Connection transaction) {
    String change = isMine(transaction) ? change(transaction) : "";
    if (!change.isEmpty()) {
      changing.set(change);
      told.of("before " + change);
    }
  }

  @Override
  public void afterCommit() {
    String change = changing.get();
    if (change != null) {
      changing.remove();
      told.of("after " + change);
    }
  }

  /** Other tests may have databases in this process. */
  private boolean isMine(Connection transaction) {
    try {
      return transaction.getMetaData().getURL().equals(url);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private synchronized String change(Connection transaction) {
    try (Statement inside = transaction.createStatement()) {
      List<String> before = last == null ? outside() : last;
      List<String> now = rows(inside);
      last = now;
      List<String> gone = new ArrayList<>(before);
      now.forEach(gone::remove);
      List<String> come = new ArrayList<>(now);
      before.forEach(come::remove);
      return gone.isEmpty() && come.isEmpty() ? "" : gone + " to " + come;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** What was committed before this process committed anything. */
  private List<String> outside() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      return rows(statement);
    }
  }

  private static List<String> rows(Statement statement) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet found = statement.executeQuery(STATE)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }
}
