package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.Attempts;
import slipway.json.Json;
import slipway.sql.Database;

/** The logs of webhooks in SQL. */
public final class SqlAttempts implements Attempts {
  private static final RowMapper<Attempt> ATTEMPTS = (row, context) -> attempt(row);

  private final Database database;

  public SqlAttempts(Database database) {
    this.database = database;
  }

  @Override
  public void add(Attempt attempt) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into webhook_attempt (id, webhook, at, body)
                values (:id, :webhook, :at, :body)
                """)
            .bindMethods(attempt)
            .bind("body", Json.writeText(attempt))
            .execute());
  }

  @Override
  public Optional<Attempt> byId(UUID id) {
    return database.with(handle ->
        handle
            .createQuery("select body from webhook_attempt where id = :id")
            .bind("id", id)
            .map(ATTEMPTS)
            .findOne());
  }

  @Override
  public List<Attempt> of(UUID webhook, int limit) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select body from webhook_attempt where webhook = :webhook
                order by at desc, id desc limit :limit
                """)
            .bind("webhook", webhook)
            .bind("limit", limit)
            .map(ATTEMPTS)
            .list());
  }

  @Override
  public List<Attempt> between(UUID webhook, Instant from, Instant to, int limit) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select body from webhook_attempt
                where webhook = :webhook and at >= :from and at < :to
                order by at, id limit :limit
                """)
            .bind("webhook", webhook)
            .bind("from", from)
            .bind("to", to)
            .bind("limit", limit)
            .map(ATTEMPTS)
            .list());
  }

  @Override
  public int forgetBefore(Instant moment, int limit) {
    return database.inTransaction(() ->
        database.with(handle ->
            handle
                .createUpdate(
                    """
                    delete from webhook_attempt where id in
                      (select id from webhook_attempt where at < :moment order by at limit :limit)
                    """)
                .bind("moment", moment)
                .bind("limit", limit)
                .execute()));
  }

  private static Attempt attempt(ResultSet row) throws SQLException {
    return Json.read(row.getString("body"), Attempt.class);
  }
}
