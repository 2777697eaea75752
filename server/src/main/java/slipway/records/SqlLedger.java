package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import slipway.core.migration.Foreign;
import slipway.core.migration.Ledger;
import slipway.core.migration.Migrated;
import slipway.sql.Database;

/** The ledger in SQL. */
public final class SqlLedger implements Ledger {
  private static final String ENTRY =
      "select account, vendor, library, foreign_id, video, taken, details, at, whole from migrated"
          + " ";

  private static final String OF_LIBRARY =
      "where account = :account and vendor = :vendor and library = :library ";

  private static final RowMapper<Migrated> ENTRIES = (row, context) -> entry(row);

  private final Database database;

  public SqlLedger(Database database) {
    this.database = database;
  }

  @Override
  public boolean add(Migrated entry) {
    return database.with(handle ->
        handle
                .createUpdate(
                    """
                    insert into migrated
                      (account, vendor, library, foreign_id, video, taken, details, at, whole)
                    values
                      (:account, :vendor, :library, :id, :video, :taken, :details, :at, :complete)
                    on conflict (account, vendor, library, foreign_id) do nothing
                    """)
                .bindMethods(entry.foreign())
                .bindMethods(entry)
                .bind("complete", entry.whole() ? 1 : 0)
                .execute()
            == 1);
  }

  @Override
  public void update(Migrated entry) {
    database.use(handle ->
        handle
            .createUpdate(
                "update migrated set taken = :taken, whole = :complete "
                    + OF_LIBRARY
                    + "and foreign_id = :id")
            .bindMethods(entry.foreign())
            .bindMethods(entry)
            .bind("complete", entry.whole() ? 1 : 0)
            .execute());
  }

  @Override
  public Optional<Migrated> find(Foreign foreign) {
    return database.with(handle ->
        handle
            .createQuery(ENTRY + OF_LIBRARY + "and foreign_id = :id")
            .bindMethods(foreign)
            .map(ENTRIES)
            .findOne());
  }

  @Override
  public List<Migrated> find(long account, String vendor, String library, List<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : database.with(handle ->
            handle
                .createQuery(ENTRY + OF_LIBRARY + "and foreign_id in (<ids>)")
                .bind("account", account)
                .bind("vendor", vendor)
                .bind("library", library)
                .bindList("ids", ids)
                .map(ENTRIES)
                .list());
  }

  @Override
  public Optional<Migrated> ofVideo(UUID video) {
    return database.with(handle ->
        handle
            .createQuery(ENTRY + "where video = :video")
            .bind("video", video)
            .map(ENTRIES)
            .findOne());
  }

  private static Migrated entry(ResultSet row) throws SQLException {
    return new Migrated(
        new Foreign(
            row.getLong("account"),
            row.getString("vendor"),
            row.getString("library"),
            row.getString("foreign_id")),
        UUID.fromString(row.getString("video")),
        row.getString("taken"),
        row.getString("details"),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getInt("whole") != 0);
  }
}
