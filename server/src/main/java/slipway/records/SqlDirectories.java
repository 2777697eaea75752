package slipway.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import slipway.core.directory.Directories;
import slipway.core.directory.Directory;
import slipway.sql.Database;

/** Directories in SQL. */
public final class SqlDirectories implements Directories {
  private static final String DIRECTORY =
      "select number, account, name, parent, created_at, updated_at from directory ";

  private final Database database;

  public SqlDirectories(Database database) {
    this.database = database;
  }

  @Override
  public long nextNumber() {
    return Counter.next(database, "directory");
  }

  @Override
  public void add(Directory directory) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                insert into directory (number, account, name, parent, created_at, updated_at)
                values (:number, :account, :name, :parent, :createdAt, :updatedAt)
                """)
            .bindMethods(directory)
            .execute());
  }

  @Override
  public void update(Directory directory) {
    database.use(handle ->
        handle
            .createUpdate(
                """
                update directory set name = :name, parent = :parent, updated_at = :updatedAt
                where number = :number
                """)
            .bindMethods(directory)
            .execute());
  }

  @Override
  public Optional<Directory> byNumber(long number) {
    return database.with(handle ->
        handle
            .createQuery(DIRECTORY + "where number = :number")
            .bind("number", number)
            .map((row, context) -> directory(row))
            .findOne());
  }

  @Override
  public Optional<Directory> held(long number) {
    return database.with(handle ->
        handle
            .createQuery(DIRECTORY + "where number = :number" + RowLock.of(database))
            .bind("number", number)
            .map((row, context) -> directory(row))
            .findOne());
  }

  @Override
  public List<Directory> of(long account) {
    return database.with(handle ->
        handle
            .createQuery(DIRECTORY + "where account = :account order by number")
            .bind("account", account)
            .map((row, context) -> directory(row))
            .list());
  }

  @Override
  public long count(long account) {
    return database.with(handle ->
        handle
            .createQuery("select count(*) from directory where account = :account")
            .bind("account", account)
            .mapTo(Long.class)
            .one());
  }

  @Override
  public List<Directory> in(long parent) {
    return database.with(handle ->
        handle
            .createQuery(DIRECTORY + "where parent = :parent order by number")
            .bind("parent", parent)
            .map((row, context) -> directory(row))
            .list());
  }

  @Override
  public Map<Long, Long> videos(long account) {
    return database.with(handle ->
        handle
            .createQuery(
                """
                select directory, count(*) as videos from video
                where account = :account and deleted_at is null and directory is not null
                group by directory
                """)
            .bind("account", account)
            .map((row, context) -> Map.entry(row.getLong("directory"), row.getLong("videos")))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Override
  public void remove(long number) {
    database.use(handle ->
        handle
            .createUpdate("delete from directory where number = :number")
            .bind("number", number)
            .execute());
  }

  private static Directory directory(ResultSet row) throws SQLException {
    long parent = row.getLong("parent");
    boolean top = row.wasNull();
    return new Directory(
        row.getLong("number"),
        row.getLong("account"),
        row.getString("name"),
        top ? null : parent,
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")));
  }
}
