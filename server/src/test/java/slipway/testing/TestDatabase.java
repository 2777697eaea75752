package slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import slipway.sql.Database;
import slipway.sql.DatabaseSettings;
import slipway.sql.Dialect;

/**
 * Databases for one test class, all of one dialect, empty and migrated: SQLite files in a temporary
 * folder, or schemas of one PostgreSQL that all tests of this JVM share. What was opened is closed
 * and deleted after the class.
 */
public final class TestDatabase implements AutoCloseable {
  private final Dialect dialect;
  private final Deque<Runnable> toClose = new ArrayDeque<>();
  private @Nullable Database shared;

  public TestDatabase(Dialect dialect) {
    this.dialect = dialect;
  }

  public Dialect dialect() {
    return dialect;
  }

  /** One database for the whole class; tests keep apart by their keys. */
  public synchronized Database shared() {
    if (shared == null) {
      shared = fresh();
    }
    return shared;
  }

  /** A new empty database. */
  public Database fresh() {
    return open(settings());
  }

  /** Opens a database of {@link #settings}, to be closed with this (closing it earlier is fine). */
  public synchronized Database open(DatabaseSettings settings) {
    Database database = Database.open(settings);
    toClose.push(database::close);
    return database;
  }

  /** The address of a new place where nothing has been opened yet. */
  public synchronized DatabaseSettings settings() {
    String url =
        switch (dialect) {
          case SQLITE -> "jdbc:sqlite:" + temporaryFolder().resolve("slipway.db");
          case POSTGRESQL -> SharedPostgres.newSchema();
        };
    return new DatabaseSettings(
        url,
        Optional.empty(),
        Optional.empty(),
        /* poolSize= */ 6,
        /* busyTimeout= */ Duration.ofSeconds(20),
        /* connectTimeout= */ Duration.ofSeconds(10));
  }

  private Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("slipway-sql-");
      toClose.push(() -> delete(folder));
      return folder;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public synchronized void close() {
    while (!toClose.isEmpty()) {
      toClose.pop().run();
    }
  }

  @Override
  public String toString() {
    return dialect.name();
  }

  static final class Each implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return Stream.of(Dialect.values()).map(dialect -> Arguments.of(new TestDatabase(dialect)));
    }
  }
}
