package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import slipway.core.document.Document;
import slipway.core.document.Documents;
import slipway.sql.Database;

/** Documents in SQL. */
public final class SqlDocuments implements Documents {
  private static final String DOCUMENT =
      "select number, account, kind, body, created_at, updated_at from document ";

  private final Database database;

  public SqlDocuments(Database database) {
    this.database = database;
  }

  @Override
  public long nextNumber() {
    return Counter.next(database, "document");
  }

  @Override
  public void add(Document document) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into document (number, account, kind, body, created_at, updated_at)
                values (:number, :account, :kind, :body, :createdAt, :updatedAt)
                """)
            .bindMethods(document)
            .execute());
  }

  @Override
  public void update(Document document) {
    database.use(handle ->
        handle
            .createUpdate(
                "update document set body = :body, updated_at = :updatedAt where number = :number")
            .bindMethods(document)
            .execute());
  }

  @Override
  public Optional<Document> byNumber(long number) {
    return database.with(handle ->
        handle
            .createQuery(DOCUMENT + "where number = :number" + RowLock.of(database))
            .bind("number", number)
            .map((row, context) -> document(row))
            .findOne());
  }

  @Override
  public List<Document> of(long account, String kind) {
    return database.with(handle ->
        handle
            .createQuery(DOCUMENT + "where account = :account and kind = :kind order by number")
            .bind("account", account)
            .bind("kind", kind)
            .map((row, context) -> document(row))
            .list());
  }

  @Override
  public long count(long account, String kind) {
    return database.with(handle ->
        handle
            .createQuery("select count(*) from document where account = :account and kind = :kind")
            .bind("account", account)
            .bind("kind", kind)
            .mapTo(Long.class)
            .one());
  }

  @Override
  public void remove(long number) {
    database.use(handle ->
        handle
            .createUpdate("delete from document where number = :number")
            .bind("number", number)
            .execute());
  }

  private static Document document(ResultSet row) throws SQLException {
    return new Document(
        row.getLong("number"),
        row.getLong("account"),
        row.getString("kind"),
        row.getString("body"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")));
  }
}
