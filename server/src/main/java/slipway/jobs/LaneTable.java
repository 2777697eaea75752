package slipway.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import slipway.sql.Database;

/**
 * The rows of one lane. db-scheduler picks them and keeps their heartbeat; entering, settling and
 * listing them is done here, so that it takes part in the caller's transaction.
 *
 * <p>{@code version} is the fence: picking raises it, and a run may only touch the row while it is
 * as it was picked. It starts at a random number, so that a job which is cancelled and enqueued
 * anew never looks like the one before.
 */
final class LaneTable {
  private static final String MINE =
      " WHERE task_name = :kind AND task_instance = :key AND version = :version";
  private static final String NOT_PICKED =
      " picked = FALSE, picked_by = NULL, last_heartbeat = NULL, running_since = NULL,"
          + " version = version + 1";

  private final Database database;
  private final Lane lane;
  private final String table;

  LaneTable(Database database, Lane lane) {
    this.database = database;
    this.lane = lane;
    this.table = lane.table();
  }

  /** What a run finds when it begins. */
  record Row(
      String kind,
      String key,
      long version,
      long asked,
      int attempts,
      int failures,
      int lost,
      int priority,
      Optional<String> lastReason) {

    Job job() {
      return new Job(kind, key, attempts + 1, priority, lastReason);
    }
  }

  /** Puts a job in; if it is there already, it is due no later and asked for once more. */
  void put(String kind, String key, Instant due, Rank rank, Instant now) {
    database.use(handle ->
        handle
            .createUpdate(
                "INSERT INTO "
                    + table
                    + " (task_name, task_instance, execution_time, picked, version, priority, wish,"
                    + " created_at) VALUES (:kind, :key, :due, FALSE, :version, :priority, :wish,"
                    + " :now) ON CONFLICT (task_name, task_instance) DO UPDATE SET"
                    + (" asked = " + table + ".asked + 1,")
                    + (" execution_time = CASE WHEN excluded.execution_time < " + table)
                    + (".execution_time THEN excluded.execution_time ELSE " + table)
                    + (".execution_time END, priority = CASE WHEN excluded.priority > " + table)
                    + (".priority THEN excluded.priority ELSE " + table + ".priority END, wish =")
                    + (" CASE WHEN excluded.wish > " + table + ".wish THEN excluded.wish ELSE ")
                    + (table + ".wish END"))
            .bind("kind", kind)
            .bind("key", key)
            .bind("due", due)
            .bind("version", ThreadLocalRandom.current().nextLong(1L << 53))
            .bind("priority", rank.priority())
            .bind("wish", rank.wish())
            .bind("now", now)
            .execute());
  }

  /** Takes a job out, waiting or running. */
  boolean remove(String kind, String key) {
    return database.with(handle ->
        handle
            .createUpdate(
                "DELETE FROM " + table + " WHERE task_name = :kind AND task_instance = :key")
            .bind("kind", kind)
            .bind("key", key)
            .execute())
        > 0;
  }

  /** The keys of a kind that begin so. */
  List<String> keys(String kind, String prefix) {
    return database.with(handle ->
        handle
            .createQuery(
                "SELECT task_instance FROM "
                    + table
                    + " WHERE task_name = :kind AND substr(task_instance, 1, :length) = :prefix"
                    + " ORDER BY task_instance")
            .bind("kind", kind)
            .bind("length", prefix.length())
            .bind("prefix", prefix)
            .mapTo(String.class)
            .list());
  }

  /** The row as this run has picked it; empty if it has been cancelled or taken over since. */
  Optional<Row> find(String kind, String key, long version) {
    return database.with(handle ->
        handle
            .createQuery(
                "SELECT asked, attempts, failures, lost, priority, last_reason FROM "
                    + table
                    + MINE)
            .bind("kind", kind)
            .bind("key", key)
            .bind("version", version)
            .map((row, context) ->
                new Row(
                    kind,
                    key,
                    version,
                    row.getLong("asked"),
                    row.getInt("attempts"),
                    row.getInt("failures"),
                    row.getInt("lost"),
                    row.getInt("priority"),
                    Optional.ofNullable(row.getString("last_reason"))))
            .findOne());
  }

  /** Removes the job unless it was asked for again since the run began. */
  boolean finish(Row row) {
    return database.with(handle ->
        fence(handle, "DELETE FROM " + table + MINE + " AND asked = :asked", row)
            .bind("asked", row.asked())
            .execute())
        > 0;
  }

  /** Back to the start, as if just enqueued: somebody asked again during the run. */
  boolean renew(Row row, Instant now) {
    String sql =
        "UPDATE "
            + table
            + " SET execution_time = :now, attempts = 0, failures = 0, lost = 0,"
            + " last_reason = NULL,"
            + NOT_PICKED
            + MINE;
    return database.with(handle -> fence(handle, sql, row).bind("now", now).execute()) > 0;
  }

  /**
   * Another run later; at once if somebody asked again meanwhile ({@code due} is at least now).
   *
   * @param tries how many the run that ended counts for: one, or none
   */
  boolean retry(Row row, String reason, Instant now, Instant due, int tries, int failures) {
    String sql =
        "UPDATE "
            + table
            + " SET execution_time = CASE WHEN asked > :asked THEN :now ELSE :due END,"
            + " attempts = attempts + :tries, failures = :failures, lost = 0, last_reason = :reason,"
            + NOT_PICKED
            + MINE;
    return database.with(handle ->
        fence(handle, sql, row)
            .bind("asked", row.asked())
            .bind("now", now)
            .bind("due", due)
            .bind("tries", tries)
            .bind("failures", failures)
            .bind("reason", reason)
            .execute())
        > 0;
  }

  /** Back into the queue as it was; the run does not count. */
  boolean putBack(Row row, String reason) {
    String sql = "UPDATE " + table + " SET last_reason = :reason," + NOT_PICKED + MINE;
    return database.with(handle -> fence(handle, sql, row).bind("reason", reason).execute()) > 0;
  }

  /** Frees a job whose run vanished with its process. */
  boolean free(String kind, String key, long version, Instant due, String reason) {
    return database.with(handle ->
        handle
            .createUpdate(
                "UPDATE "
                    + table
                    + " SET execution_time = :due, lost = lost + 1, last_reason = :reason,"
                    + NOT_PICKED
                    + MINE)
            .bind("due", due)
            .bind("reason", reason)
            .bind("kind", kind)
            .bind("key", key)
            .bind("version", version)
            .execute())
        > 0;
  }

  private static Update fence(Handle handle, String sql, Row row) {
    return handle
        .createUpdate(sql)
        .bind("kind", row.kind())
        .bind("key", row.key())
        .bind("version", row.version());
  }

  /** What is picked by anybody, with how often it was lost before. */
  record Picked(String kind, String key, long version, int lost) {}

  List<Picked> picked() {
    return database.with(handle ->
        handle
            .createQuery(
                "SELECT task_name, task_instance, version, lost FROM "
                    + table
                    + " WHERE picked = TRUE")
            .map((row, context) ->
                new Picked(
                    row.getString("task_name"),
                    row.getString("task_instance"),
                    row.getLong("version"),
                    row.getInt("lost")))
            .list());
  }

  /** The jobs in the order in which they will run, running ones first. */
  List<JobView> list(int limit) {
    return database.with(handle ->
        handle
            .createQuery(
                "SELECT * FROM "
                    + table
                    + " ORDER BY picked DESC, priority DESC, execution_time LIMIT :limit")
            .bind("limit", limit)
            .map((row, context) -> {
              long since = row.getLong("running_since");
              boolean running = !row.wasNull();
              return new JobView(
                  lane,
                  row.getString("task_name"),
                  row.getString("task_instance"),
                  row.getInt("attempts") + 1,
                  row.getInt("priority"),
                  Instant.ofEpochMilli(row.getLong("execution_time")),
                  running ? Optional.of(Instant.ofEpochMilli(since)) : Optional.empty(),
                  Optional.ofNullable(row.getString("picked_by")),
                  Optional.ofNullable(row.getString("last_reason")));
            })
            .list());
  }
}
