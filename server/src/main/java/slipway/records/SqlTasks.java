package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.task.Task;
import slipway.core.task.TaskQuery;
import slipway.core.task.Tasks;
import slipway.sql.Database;

/** Tasks in SQL. */
public final class SqlTasks implements Tasks {
  private static final String TASK =
      """
      select id, account, video, kind, state, progress, retries, error, scheduled_at, created_at,
        updated_at
      from task
      """;

  private final Database database;

  public SqlTasks(Database database) {
    this.database = database;
  }

  @Override
  public void add(Task task) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into task
                  (id, account, video, kind, state, progress, retries, error, scheduled_at,
                   created_at, updated_at)
                values
                  (:id, :account, :video, :kind, :state, :progress, :retries, :error,
                   :scheduledAt, :createdAt, :updatedAt)
                """)
            .bindMethods(task)
            .execute());
  }

  @Override
  public void update(Task task) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                update task set state = :state, progress = :progress, retries = :retries,
                  error = :error, scheduled_at = :scheduledAt, updated_at = :updatedAt
                where id = :id
                """)
            .bindMethods(task)
            .execute());
  }

  @Override
  public Optional<Task> byId(UUID id) {
    return database.with(handle ->
        handle
            .createQuery(TASK + "where id = :id" + RowLock.of(database))
            .bind("id", id)
            .map((row, context) -> task(row))
            .findOne());
  }

  @Override
  public Optional<Task> ofVideo(UUID video) {
    return database.with(handle ->
        handle
            .createQuery(
                TASK
                    + "where video = :video and kind <> 'EXPORT' order by created_at desc limit 1"
                    + RowLock.of(database))
            .bind("video", video)
            .map((row, context) -> task(row))
            .findOne());
  }

  @Override
  public List<Task> find(TaskQuery query) {
    Conditions conditions = TaskSql.conditions(query);
    return database.with(handle ->
        conditions
            .bind(
                handle.createQuery(
                    TASK
                        + conditions.where()
                        + TaskSql.order(query.order())
                        + " limit :limit offset :skip"))
            .bind("limit", query.limit())
            .bind("skip", query.skip())
            .map((row, context) -> task(row))
            .list());
  }

  @Override
  public long count(TaskQuery query) {
    Conditions conditions = TaskSql.conditions(query);
    return database.with(handle ->
        conditions
            .bind(handle.createQuery("select count(*) from task " + conditions.where()))
            .mapTo(Long.class)
            .one());
  }

  @Override
  public long countActive(long account) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select count(*) from task
                where account = :account and state in ('WAITING', 'RUNNING')
                """)
            .bind("account", account)
            .mapTo(Long.class)
            .one());
  }

  private static Task task(ResultSet row) throws SQLException {
    return new Task(
        UUID.fromString(row.getString("id")),
        row.getLong("account"),
        UUID.fromString(row.getString("video")),
        Task.Kind.valueOf(row.getString("kind")),
        Task.State.valueOf(row.getString("state")),
        row.getDouble("progress"),
        row.getInt("retries"),
        row.getString("error"),
        time(row, "scheduled_at"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
