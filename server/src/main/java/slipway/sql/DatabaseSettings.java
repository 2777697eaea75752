package slipway.sql;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach the database.
 *
 * @param url {@code jdbc:sqlite:<file>} or {@code jdbc:postgresql://…}
 * @param user name to log in with (PostgreSQL), if it is not part of the address
 * @param password never printed
 * @param poolSize connections: with SQLite that many readers beside the one writer, with PostgreSQL
 *     all of them
 * @param busyTimeout how long a caller waits for its turn (the SQLite writer, a free connection)
 * @param connectTimeout how long the first connection to PostgreSQL may take, whole seconds
 */
public record DatabaseSettings(
    String url,
    Optional<String> user,
    Optional<String> password,
    int poolSize,
    Duration busyTimeout,
    Duration connectTimeout) {

  public DatabaseSettings {
    if (poolSize < 1) {
      throw new IllegalArgumentException("A pool holds at least one connection");
    }
    if (!busyTimeout.isPositive() || !connectTimeout.isPositive()) {
      throw new IllegalArgumentException("Waiting times are longer than nothing");
    }
    Dialect dialect = Dialect.of(url);
    if (dialect == Dialect.SQLITE && (url.contains(":memory:") || url.contains("?"))) {
      throw new IllegalArgumentException("A SQLite address names a plain file");
    }
  }

  /** The address with everything else at its default. */
  public static DatabaseSettings defaults(String url) {
    return new DatabaseSettings(
        url,
        Optional.empty(),
        Optional.empty(),
        /* poolSize= */ 8,
        /* busyTimeout= */ Duration.ofSeconds(30),
        /* connectTimeout= */ Duration.ofSeconds(10));
  }

  Dialect dialect() {
    return Dialect.of(url);
  }

  /** The SQLite file. */
  Path file() {
    return Path.of(url.substring("jdbc:sqlite:".length())).toAbsolutePath().normalize();
  }

  /** The address without what may hold a secret (user part and parameters). */
  String safeUrl() {
    return url.replaceFirst("\\?.*", "").replaceFirst("//[^/]*@", "//");
  }

  @Override
  public String toString() {
    return "DatabaseSettings[url=" + safeUrl() + ", poolSize=" + poolSize + "]";
  }
}
