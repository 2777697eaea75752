package slipway.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.sql.DatabaseUnavailable.Reason;

/**
 * What happens between finding a database and using it: it must answer, be sound, not come from the
 * future, and then take the migrations it lacks. Each migration is one transaction in both
 * databases, so one that is interrupted is simply run again at the next start (REL-38).
 */
final class Migration {
  private static final Logger LOG = LoggerFactory.getLogger(Migration.class);

  /**
   * Up to this size the whole file is checked at start, which takes about a tenth of a second; a
   * larger one would hold up the start for too long and is checked page by page as it is read.
   */
  private static final long CHECKED_AT_START_BYTES = 64L << 20;

  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_NOTADB = 26;

  private Migration() {}

  static void run(DatabaseSettings settings) {
    Properties properties = properties(settings);
    Scripts scripts = new Scripts(settings.dialect());
    try (Connection connection = DriverManager.getConnection(settings.url(), properties)) {
      if (settings.dialect() == Dialect.SQLITE) {
        checkSound(connection, settings.file());
      }
      if (hasRun(scripts, connection)) {
        return;
      }
    } catch (SQLException failure) {
      throw explain(settings, failure);
    }
    migrate(settings, scripts, properties);
  }

  /**
   * Whether the database has taken exactly the migrations of this build, unchanged, and no other:
   * so it is at most starts, and Flyway, which takes a fifth of a start to come to the same, is
   * spared. Whatever is odd is for Flyway to judge.
   */
  static boolean hasRun(Scripts scripts, Connection connection) {
    Map<String, Integer> run = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet history =
            statement.executeQuery("SELECT script, checksum, success FROM flyway_schema_history")) {
      while (history.next()) {
        boolean twice = run.put(history.getString("script"), history.getInt("checksum")) != null;
        if (twice || !history.getBoolean("success")) {
          return false;
        }
      }
    } catch (SQLException failure) {
      LOG.debug("The history of the schema cannot be read; a new database has none", failure);
      return false;
    }
    return run.equals(scripts.checksums());
  }

  private static Properties properties(DatabaseSettings settings) {
    return switch (settings.dialect()) {
      case SQLITE -> SqliteConnections.pragmas(settings);
      case POSTGRESQL -> {
        Properties login = new Properties();
        settings.user().ifPresent(user -> login.setProperty("user", user));
        settings.password().ifPresent(password -> login.setProperty("password", password));
        String seconds = Long.toString(Math.max(1, settings.connectTimeout().toSeconds()));
        login.setProperty("connectTimeout", seconds);
        login.setProperty("loginTimeout", seconds);
        yield login;
      }
    };
  }

  private static void checkSound(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // A write that changes nothing: tells a read-only file or folder before anything is begun.
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("ROLLBACK");
      if (!Files.isWritable(file)) {
        throw FolderLock.notWritable(
            file, new java.nio.file.AccessDeniedException(file.toString()));
      }
      if (file.toFile().length() <= CHECKED_AT_START_BYTES) {
        try (ResultSet result = statement.executeQuery("PRAGMA quick_check(1)")) {
          if (!result.next() || !"ok".equals(result.getString(1))) {
            throw corrupt(file, new SQLException("quick_check found: " + result.getString(1)));
          }
        }
      }
    }
  }

  private static void migrate(DatabaseSettings settings, Scripts scripts, Properties properties) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(new LentConnections(() -> connect(settings, properties)))
            .resourceProvider(scripts)
            .javaMigrationClassProvider(List::of)
            .load();
    try {
      Optional<MigrationInfo> newer =
          Arrays.stream(flyway.info().all()).filter(info -> isFuture(info.getState())).findFirst();
      if (newer.isPresent()) {
        throw new DatabaseUnavailable(
            Reason.NEWER_SCHEMA,
            "The database "
                + settings.safeUrl()
                + " was migrated by a newer version of Slipway (schema "
                + newer.get().getVersion()
                + "). Start that version or a later one; nothing was changed.");
      }
      flyway.migrate();
    } catch (FlywayException failure) {
      throw explain(settings, failure);
    }
  }

  private static Connection connect(DatabaseSettings settings, Properties properties)
      throws SQLException {
    return DriverManager.getConnection(settings.url(), properties);
  }

  private static boolean isFuture(MigrationState state) {
    return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED;
  }

  private static DatabaseUnavailable explain(DatabaseSettings settings, Exception failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    if (settings.dialect() == Dialect.POSTGRESQL) {
      return cause instanceof SQLException sql
          ? unreachable(settings, sql)
          : broken(settings, failure);
    }
    int code = cause instanceof SQLException sql ? sql.getErrorCode() & 0xff : 0;
    return switch (code) {
      case SQLITE_CORRUPT, SQLITE_NOTADB -> corrupt(settings.file(), failure);
      case /* PERM */ 3, /* READONLY */ 8, /* IOERR */ 10, /* FULL */ 13, /* CANTOPEN */ 14 ->
          FolderLock.notWritable(settings.file(), failure);
      case /* BUSY */ 5, /* LOCKED */ 6 ->
          new DatabaseUnavailable(
              Reason.IN_USE,
              "The database "
                  + settings.file()
                  + " is locked by another program. Close what has it open and start again.",
              failure);
      default -> broken(settings, failure);
    };
  }

  private static DatabaseUnavailable corrupt(Path file, Exception cause) {
    return new DatabaseUnavailable(
        Reason.CORRUPT,
        "The file "
            + file
            + " is damaged or is no SQLite database. Keep a copy of it, then restore a backup or let"
            + " sqlite3 .recover save what it can; nothing was changed.",
        cause);
  }

  private static DatabaseUnavailable broken(DatabaseSettings settings, Exception cause) {
    return new DatabaseUnavailable(
        Reason.NOT_MIGRATED,
        "The schema of "
            + settings.safeUrl()
            + " could not be brought up to date; the log says why.",
        cause);
  }

  private static DatabaseUnavailable unreachable(DatabaseSettings settings, SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    if (state.startsWith("08") || state.startsWith("57")) {
      return new DatabaseUnavailable(
          Reason.UNREACHABLE,
          "PostgreSQL does not answer at "
              + settings.safeUrl()
              + ". Check that it runs and that this machine may reach it.",
          failure);
    }
    if (state.startsWith("28") || state.equals("3D000")) {
      return new DatabaseUnavailable(
          Reason.UNREACHABLE,
          "PostgreSQL at "
              + settings.safeUrl()
              + " refuses the login. Check user, password, and that the database exists.",
          failure);
    }
    return broken(settings, failure);
  }
}
