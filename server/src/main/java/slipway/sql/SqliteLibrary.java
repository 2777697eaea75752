package slipway.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native library, which the driver unpacks at each start and deletes when the process ends
 * in good order. Its usual place is the folder for temporary files of the whole machine, where each
 * process that was killed would leave a megabyte for ever; in a folder beside the database, the
 * next start takes it away.
 */
final class SqliteLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);
  private static final String PLACE = "org.sqlite.tmpdir";
  private static boolean loaded;

  private SqliteLibrary() {}

  /** Loads it, unless that was done. The caller has locked the folder of the database. */
  static synchronized void load(Path database) {
    if (loaded || System.getProperty(PLACE) != null) {
      return;
    }
    loaded = true;
    Path folder = database.toAbsolutePath().resolveSibling("native");
    try {
      Files.createDirectories(folder);
      for (Path left : list(folder)) {
        Files.deleteIfExists(left);
      }
      System.setProperty(PLACE, folder.toString());
      SQLiteJDBCLoader.initialize();
    } catch (Exception unusable) {
      // Such as a volume on which nothing may be executed; the driver tries its usual place then.
      System.clearProperty(PLACE);
      LOG.debug("{} is no place for SQLite's library", folder, unusable);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }
}
