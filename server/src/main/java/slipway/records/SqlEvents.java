package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.event.Event;
import slipway.core.event.Events;
import slipway.core.task.Task;
import slipway.core.video.Video;
import slipway.json.Json;
import slipway.sql.Database;

/** The outbox in SQL. */
public final class SqlEvents implements Events {
  private final Database database;

  public SqlEvents(Database database) {
    this.database = database;
  }

  /** The state that an event tells of. */
  record Snapshot(Video video, @Nullable Task task) {}

  @Override
  public void append(Event event) {
    long sequence = Counter.next(database, "event");
    Task task = event.task();
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into event (sequence, id, kind, account, video, task, at, body)
                values (:sequence, :id, :kind, :account, :video, :task, :at, :body)
                """)
            .bind("sequence", sequence)
            .bind("id", event.id())
            .bind("kind", event.kind().name())
            .bind("account", event.account())
            .bind("video", event.video().id())
            .bind("task", task == null ? null : task.id())
            .bind("at", event.at())
            .bind("body", Json.writeText(new Snapshot(event.video(), task)))
            .execute());
  }

  @Override
  public Optional<Event> byId(UUID id) {
    return database.with(handle ->
        handle
            .createQuery("select id, kind, account, at, sequence, body from event where id = :id")
            .bind("id", id)
            .map((row, context) -> event(row))
            .findOne());
  }

  private static Event event(ResultSet row) throws SQLException {
    Snapshot after = Json.read(row.getString("body"), Snapshot.class);
    return new Event(
        UUID.fromString(row.getString("id")),
        Event.Kind.valueOf(row.getString("kind")),
        row.getLong("account"),
        after.video(),
        after.task(),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getLong("sequence"));
  }

  @Override
  public List<Event.Kind> kindsOf(UUID video) {
    return database.with(handle ->
        handle
            .createQuery("select kind from event where video = :video order by sequence")
            .bind("video", video)
            .map((row, context) -> Event.Kind.valueOf(row.getString("kind")))
            .list());
  }
}
