package slipway.sql;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, which the system can load from a file only. The driver would unpack it
 * at each start, a tenth of the time that takes, and leave a megabyte for ever in the folder for
 * temporary files of the whole machine whenever the process is killed. So it is kept in a folder
 * beside the database, and used as long as it is what this build brings, byte for byte.
 */
final class SqliteLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);

  /** Where the driver looks first, and where it unpacks when it finds nothing of use there. */
  private static final String PLACE = "org.sqlite.lib.path";

  private static final String PLACE_TO_UNPACK = "org.sqlite.tmpdir";
  private static boolean loaded;

  private SqliteLibrary() {}

  /** Loads it, unless that was done. The caller has locked the folder of the database. */
  static synchronized void load(Path database) {
    if (loaded
        || System.getProperty(PLACE) != null
        || System.getProperty(PLACE_TO_UNPACK) != null) {
      return;
    }
    loaded = true;
    Path folder = database.toAbsolutePath().resolveSibling("native");
    try {
      keep(folder);
      System.setProperty(PLACE, folder.toString());
      SQLiteJDBCLoader.initialize();
    } catch (Exception unusable) {
      // Such as a volume on which nothing may be executed; the driver tries its usual place then.
      System.clearProperty(PLACE);
      LOG.debug("{} is no place for SQLite's library", folder, unusable);
    }
  }

  /**
   * Sees to it that the library, whole and unchanged, is the only file in a folder.
   *
   * @return where it lies
   */
  static Path keep(Path folder) throws IOException {
    Path library = folder.resolve(LibraryLoaderUtil.getNativeLibName());
    byte[] ours = brought();
    Files.createDirectories(folder);
    for (Path left : list(folder)) {
      if (!left.equals(library)) {
        Files.delete(left);
      }
    }
    if (!Files.isRegularFile(library) || !Arrays.equals(ours, Files.readAllBytes(library))) {
      // What is made in this way is its owner's alone.
      Path made = Files.createTempFile(folder, "unpacking", "");
      Files.write(made, ours);
      Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
    }
    return library;
  }

  private static byte[] brought() throws IOException {
    String name =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("this build has no " + name);
      }
      return in.readAllBytes();
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }
}
