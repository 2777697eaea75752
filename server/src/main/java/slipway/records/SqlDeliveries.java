package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import slipway.core.webhook.Backlog;
import slipway.core.webhook.Deliveries;
import slipway.core.webhook.Delivery;
import slipway.sql.Database;

/** Deliveries in SQL, each with the place of its event in the outbox. */
public final class SqlDeliveries implements Deliveries {
  private static final RowMapper<Delivery> DELIVERIES = (row, context) -> delivery(row);

  private final Database database;

  public SqlDeliveries(Database database) {
    this.database = database;
  }

  @Override
  public void add(Delivery delivery) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into delivery
                  (id, webhook, event, name, sequence, attempts, created_at, due_at)
                select
                  :id, :webhook, :event, :name, sequence, :attempts, :createdAt, :dueAt
                from event where id = :event
                """)
            .bindMethods(delivery)
            .execute());
  }

  @Override
  public void update(Delivery delivery) {
    database.use(handle ->
        handle
            .createUpdate(
                "update delivery set attempts = :attempts, due_at = :dueAt where id = :id")
            .bindMethods(delivery)
            .execute());
  }

  @Override
  public void remove(UUID id) {
    database.use(handle ->
        handle.createUpdate("delete from delivery where id = :id").bind("id", id).execute());
  }

  @Override
  public List<Delivery> due(UUID webhook, Instant now, int limit) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select id, webhook, event, name, attempts, created_at, due_at
                from delivery
                where webhook = :webhook and due_at <= :now
                order by sequence
                limit :limit
                """)
            .bind("webhook", webhook)
            .bind("now", now)
            .bind("limit", limit)
            .map(DELIVERIES)
            .list());
  }

  @Override
  public Optional<Instant> nextDue(UUID webhook) {
    return database.with(handle ->
        handle
            .createQuery(
                "select due_at from delivery where webhook = :webhook order by due_at limit 1")
            .bind("webhook", webhook)
            .map((row, context) -> Instant.ofEpochMilli(row.getLong("due_at")))
            .findOne());
  }

  @Override
  public List<Backlog> backlogs() {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select webhook, count(*) as messages, min(created_at) as since, min(due_at) as next_at
                from delivery
                group by webhook
                """)
            .map((row, context) ->
                new Backlog(
                    UUID.fromString(row.getString("webhook")),
                    row.getLong("messages"),
                    Instant.ofEpochMilli(row.getLong("since")),
                    Instant.ofEpochMilli(row.getLong("next_at"))))
            .list());
  }

  @Override
  public long count() {
    return database.with(
        handle -> handle.createQuery("select count(*) as n from delivery").mapTo(Long.class).one());
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        UUID.fromString(row.getString("id")),
        UUID.fromString(row.getString("webhook")),
        UUID.fromString(row.getString("event")),
        row.getString("name"),
        row.getInt("attempts"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("due_at")));
  }
}
