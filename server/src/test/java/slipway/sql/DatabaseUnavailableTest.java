package slipway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.sql.DatabaseUnavailable.Reason;

/** REL-38: a clear sentence and no partial start. REL-37: one process per data folder. */
class DatabaseUnavailableTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("slipway.db");
  }

  private DatabaseSettings settings() {
    return DatabaseSettings.defaults("jdbc:sqlite:" + file());
  }

  private static DatabaseUnavailable refused(DatabaseSettings settings) {
    DatabaseUnavailable refused =
        catchThrowableOfType(DatabaseUnavailable.class, () -> Database.open(settings));
    assertThat(refused).as("a refusal").isNotNull();
    assertThat(refused.getMessage()).endsWith(".").hasLineCount(1);
    return refused;
  }

  @Test
  @DisplayName("REL-37 a second opening of the same folder is refused until the first has closed")
  void inUse() {
    try (Database first = Database.open(settings())) {
      DatabaseUnavailable refused = refused(settings());
      assertThat(refused.reason()).isEqualTo(Reason.IN_USE);
      assertThat(refused).hasMessageContaining(file().toString());
      // The refusal has not cost the first its lock.
      assertThat(refused(settings()).reason()).isEqualTo(Reason.IN_USE);
      assertThat(first.dialect()).isEqualTo(Dialect.SQLITE);
    }
    Database.open(settings()).close();
  }

  @Test
  @DisplayName("REL-38 no SQLite file at all")
  void notADatabase_isLeftAsItIs() throws Exception {
    byte[] noise = new byte[8192];
    new Random(38).nextBytes(noise);
    Files.write(file(), noise);
    assertThat(refused(settings()).reason()).isEqualTo(Reason.CORRUPT);
    assertThat(Files.readAllBytes(file())).isEqualTo(noise);
    assertThat(refused(settings()).reason())
        .as("the lock was given back")
        .isEqualTo(Reason.CORRUPT);
  }

  @Test
  @DisplayName("REL-38 a SQLite file with damaged pages")
  void damagedPages() throws Exception {
    Database.open(settings()).close();
    byte[] bytes = Files.readAllBytes(file());
    // The header page stays; the pages behind it become noise.
    Random random = new Random(39);
    for (int i = 4096; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    Files.write(file(), bytes);
    assertThat(refused(settings()).reason()).isEqualTo(Reason.CORRUPT);
  }

  @Test
  @DisplayName("REL-38 a schema from a newer version")
  void newerSchema_isNotTouched() {
    try (Database database = Database.open(settings())) {
      database.doInTransaction(() ->
          database.use(handle ->
              handle.execute(
                  "INSERT INTO flyway_schema_history (installed_rank, version, description,"
                      + " type, script, checksum, installed_by, execution_time, success)"
                      + " VALUES (99, '999', 'from the future', 'SQL', 'V999__x.sql', 1,"
                      + " 'x', 1, TRUE)")));
    }
    DatabaseUnavailable refused = refused(settings());
    assertThat(refused.reason()).isEqualTo(Reason.NEWER_SCHEMA);
    assertThat(refused).hasMessageContaining("999");
  }

  @Test
  @DisplayName("REL-38 a changed migration is not migrated over")
  void changedMigration() {
    try (Database database = Database.open(settings())) {
      database.doInTransaction(() ->
          database.use(handle ->
              handle.execute("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '2'")));
    }
    assertThat(refused(settings()).reason()).isEqualTo(Reason.NOT_MIGRATED);
  }

  @Test
  @DisplayName("REL-38 a folder that may not be written")
  void notWritable() throws Exception {
    assumeTrue(!"root".equals(System.getProperty("user.name")), "root may write everywhere");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertThat(refused(settings()).reason()).isEqualTo(Reason.NOT_WRITABLE);
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  @DisplayName("REL-38 a folder that cannot be, because a file is in its place")
  void folderIsAFile() throws Exception {
    Files.writeString(folder.resolve("taken"), "x");
    DatabaseSettings inside =
        DatabaseSettings.defaults("jdbc:sqlite:" + folder.resolve("taken/slipway.db"));
    assertThat(refused(inside).reason()).isEqualTo(Reason.NOT_WRITABLE);
  }

  @Test
  @DisplayName("REL-38 a database that is a folder")
  void fileIsAFolder() throws Exception {
    Files.createDirectory(file());
    assertThat(refused(settings()).reason()).isEqualTo(Reason.NOT_WRITABLE);
  }

  @Test
  @DisplayName("REL-38 another program holds the file locked")
  void lockedByAnotherProgram() throws Exception {
    Database.open(settings()).close();
    try (var other = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      DatabaseSettings impatient =
          new DatabaseSettings(
              settings().url(),
              Optional.empty(),
              Optional.empty(),
              2,
              Duration.ofMillis(100),
              Duration.ofSeconds(1));
      assertThat(refused(impatient).reason()).isEqualTo(Reason.IN_USE);
    }
  }

  @Test
  @DisplayName("REL-38 PostgreSQL does not answer; the sentence holds no password")
  void postgresNotThere() throws Exception {
    int freePort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      freePort = socket.getLocalPort();
    }
    DatabaseUnavailable refused =
        refused(
            DatabaseSettings.defaults(
                "jdbc:postgresql://127.0.0.1:" + freePort + "/slipway?user=u&password=s3cret"));
    assertThat(refused.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(refused).hasMessageContaining("127.0.0.1:" + freePort);
    assertThat(refused.getMessage()).doesNotContain("s3cret");
  }

  @Test
  void settings_defaults_andNoSecretWhenPrinted() {
    DatabaseSettings settings =
        DatabaseSettings.defaults("jdbc:postgresql://u:s3cret@host/db?password=s3cret");
    assertThat(settings.poolSize()).isEqualTo(8);
    assertThat(settings.busyTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.toString()).doesNotContain("s3cret").contains("host/db");
    assertThatThrownBy(() -> DatabaseSettings.defaults("jdbc:mysql://host/db"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DatabaseSettings.defaults("jdbc:sqlite::memory:"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("REL-13 a full database volume refuses writes, reads go on, and it heals by itself")
  void fullVolume() {
    try (Database database = Database.open(settings())) {
      database.doInTransaction(
          () -> database.use(handle -> handle.execute("CREATE TABLE big (bytes BLOB)")));
      database.doInTransaction(() ->
          database.use(handle -> {
            int pages = handle.createQuery("PRAGMA page_count").mapTo(Integer.class).one();
            handle.createQuery("PRAGMA max_page_count = " + (pages + 8)).mapTo(Integer.class).one();
          }));
      assertThatThrownBy(() -> write(database, 1 << 20)).hasMessageContaining("FULL");
      assertThat(count(database)).isZero();
      write(database, 100);
      assertThat(count(database)).isEqualTo(1);
    }
  }

  private static void write(Database database, int bytes) {
    database.doInTransaction(() ->
        database.use(handle -> handle.execute("INSERT INTO big VALUES (zeroblob(" + bytes + "))")));
  }

  private static int count(Database database) {
    return database.with(
        handle -> handle.createQuery("SELECT count(*) FROM big").mapTo(Integer.class).one());
  }
}
