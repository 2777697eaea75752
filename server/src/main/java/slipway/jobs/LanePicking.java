package slipway.jobs;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.task.Execution;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import slipway.sql.Dialect;

/**
 * Tells db-scheduler how our tables are: times are milliseconds, and due work is picked by a single
 * statement in both databases. With SQLite db-scheduler would otherwise read, then pick one by one,
 * each with a commit of its own.
 */
final class LanePicking extends DefaultJdbcCustomization {
  /** After so many turns by priority comes one for the oldest. */
  static final int TURNS_OF_PRIORITY = 2;

  /** So long may be waited for what matters more. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** So long may be waited for what others want more; nothing waits for ever. */
  static final Duration LONGEST_PATIENCE = Duration.ofHours(1);

  private final Dialect dialect;
  private final Set<String> kinds;
  private final boolean ageing;

  /** How many were picked by priority since the oldest had a turn; one thread picks. */
  private int turn;

  /**
   * @param ageing whether what has waited long has turns of its own
   */
  LanePicking(Dialect dialect, Set<String> kinds, boolean ageing) {
    super(/* persistTimestampInUTC= */ true);
    this.dialect = dialect;
    this.kinds = Set.copyOf(kinds);
    this.ageing = ageing;
  }

  @Override
  public String getName() {
    return dialect.name();
  }

  @Override
  public void setInstant(PreparedStatement statement, int index, @Nullable Instant value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, java.sql.Types.BIGINT);
    } else {
      statement.setLong(index, value.toEpochMilli());
    }
  }

  @Override
  public @Nullable Instant getInstant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  @Override
  public String getQueryLimitPart(int limit) {
    return " LIMIT " + limit;
  }

  @Override
  public boolean supportsSingleStatementLockAndFetch() {
    return true;
  }

  /**
   * By priority; but of what is wanted most, whatever has waited too long gets each third turn, the
   * oldest first. So work of moments that keeps coming overtakes work of hours and cannot hold it
   * up for ever; and a long backlog goes in the order its owners asked for, however old some of it
   * is (REL-35). After an hour only the waiting counts, so that an owner who wants everything first
   * does not hold up the others for ever either.
   */
  @Override
  public List<Execution> lockAndFetchSingleStatement(
      JdbcTaskRepositoryContext context, Instant now, int limit, boolean byPriority) {
    if (kinds.isEmpty()) {
      return List.of();
    }
    String order = (byPriority ? "priority DESC, " : "") + "execution_time";
    if (!ageing) {
      return pick(context, now, now, limit, /* and= */ "", order);
    }
    List<Execution> picked = new ArrayList<>();
    while (picked.size() < limit) {
      if (turn == TURNS_OF_PRIORITY) {
        turn = 0;
        picked.addAll(pickWaiting(context, now));
        continue;
      }
      int turns = Math.min(limit - picked.size(), TURNS_OF_PRIORITY - turn);
      List<Execution> next = pick(context, now, now, turns, /* and= */ "", order);
      turn += next.size();
      picked.addAll(next);
      if (next.size() < turns) {
        break; // That was all.
      }
    }
    return picked;
  }

  private List<Execution> pickWaiting(JdbcTaskRepositoryContext context, Instant now) {
    String oldest = "execution_time, priority DESC";
    List<Execution> longest =
        pick(context, now.minus(LONGEST_PATIENCE), now, 1, /* and= */ "", oldest);
    String ours = kinds.stream().map(kind -> "'" + kind + "'").collect(Collectors.joining(", "));
    String wantedMost =
        (" AND wish = (SELECT max(wish) FROM %s WHERE picked = FALSE AND execution_time <= %d AND"
                + " task_name IN (%s))")
            .formatted(context.tableName, now.toEpochMilli(), ours);
    return longest.isEmpty()
        ? pick(context, now.minus(PATIENCE), now, 1, wantedMost, oldest)
        : longest;
  }

  /**
   * Picks some.
   *
   * @param due what is due then, or was before
   * @param and what else must be so, and
   * @param order which goes first: our own words
   */
  private List<Execution> pick(
      JdbcTaskRepositoryContext context,
      Instant due,
      Instant now,
      int limit,
      String and,
      String order) {
    String marks = kinds.stream().map(kind -> "?").collect(Collectors.joining(", "));
    String sql =
        "UPDATE "
            + context.tableName
            + " SET picked = TRUE, picked_by = ?, last_heartbeat = ?, running_since = ?,"
            + " version = version + 1 WHERE (task_name, task_instance) IN (SELECT task_name,"
            + " task_instance FROM "
            + context.tableName
            + " WHERE picked = FALSE AND execution_time <= ? AND task_name IN ("
            + marks
            + ")"
            + and
            + " ORDER BY "
            + order
            + getQueryLimitPart(limit)
            // Rows that another node is just picking are not worth waiting for.
            + (dialect == Dialect.POSTGRESQL ? " FOR UPDATE SKIP LOCKED" : "")
            + ") RETURNING *";
    List<Execution> picked =
        context.jdbcRunner.query(
            sql,
            statement -> {
              statement.setString(1, context.schedulerName.getName());
              setInstant(statement, 2, now);
              setInstant(statement, 3, now);
              setInstant(statement, 4, due);
              int index = 5;
              for (String kind : kinds) {
                statement.setString(index++, kind);
              }
            },
            context.resultSetMapper.get());
    // RETURNING promises no order, and the first threads should go to the first in line.
    return picked.stream()
        .sorted(
            Comparator.comparingInt((Execution one) -> -one.taskInstance.getPriority())
                .thenComparing(one -> one.executionTime))
        .toList();
  }
}
