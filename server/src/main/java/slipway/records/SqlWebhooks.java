package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import slipway.core.webhook.Webhook;
import slipway.core.webhook.Webhooks;
import slipway.json.Json;
import slipway.sql.Database;

/** Webhooks in SQL. */
public final class SqlWebhooks implements Webhooks {
  private static final RowMapper<Webhook> WEBHOOKS = (row, context) -> webhook(row);

  private final Database database;

  public SqlWebhooks(Database database) {
    this.database = database;
  }

  @Override
  public void add(Webhook webhook) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into webhook (id, account, made_by, created_at, body)
                values (:id, :account, :madeBy, :createdAt, :body)
                """)
            .bindMethods(webhook)
            .bind("body", Json.writeText(webhook))
            .execute());
  }

  @Override
  public void update(Webhook webhook) {
    database.use(handle ->
        handle
            .createUpdate("update webhook set body = :body where id = :id")
            .bind("id", webhook.id())
            .bind("body", Json.writeText(webhook))
            .execute());
  }

  @Override
  public Optional<Webhook> byId(UUID id) {
    return database.with(handle ->
        handle
            .createQuery("select body from webhook where id = :id" + RowLock.of(database))
            .bind("id", id)
            .map(WEBHOOKS)
            .findOne());
  }

  @Override
  public List<Webhook> of(long account) {
    return database.with(handle ->
        handle
            .createQuery(
                "select body from webhook where account = :account order by created_at, id")
            .bind("account", account)
            .map(WEBHOOKS)
            .list());
  }

  @Override
  public void remove(UUID id) {
    database.use(handle -> {
      handle.createUpdate("delete from delivery where webhook = :id").bind("id", id).execute();
      handle.createUpdate("delete from webhook where id = :id").bind("id", id).execute();
    });
  }

  private static Webhook webhook(ResultSet row) throws SQLException {
    return Json.read(row.getString("body"), Webhook.class);
  }
}
