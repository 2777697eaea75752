package slipway.sql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import slipway.sql.DatabaseUnavailable.Reason;

/**
 * Keeps a second process away from a data folder. The lock is the operating system's, so it ends
 * with the process however that ends; the file beside the database stays and only names the holder.
 */
final class FolderLock implements AutoCloseable {
  /**
   * What this process holds. Asked before a lock file is opened, because on POSIX closing any
   * second channel on the file would give up the first one's lock.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private FolderLock(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Takes the lock beside the given database file, whose folder is made if need be. */
  static FolderLock beside(Path database) {
    Path path;
    try {
      Path folder = Files.createDirectories(database.getParent()).toRealPath();
      path = folder.resolve(database.getFileName() + ".lock");
    } catch (IOException failure) {
      throw notWritable(database, failure);
    }
    if (!HELD.add(path)) {
      throw inUse(database, "this very process");
    }
    try {
      return take(path, database);
    } catch (RuntimeException failure) {
      HELD.remove(path);
      throw failure;
    }
  }

  private static FolderLock take(Path path, Path database) {
    try {
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      boolean taken = false;
      try {
        FileLock lock = channel.tryLock();
        if (lock == null) {
          throw inUse(database, "process " + holder(channel));
        }
        taken = true;
        String pid = Long.toString(ProcessHandle.current().pid());
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        return new FolderLock(path, channel);
      } catch (OverlappingFileLockException held) {
        throw inUse(database, "this very process");
      } finally {
        if (!taken) {
          channel.close();
        }
      }
    } catch (IOException failure) {
      throw notWritable(database, failure);
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    channel.read(pid, 0);
    String digits =
        new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII)
            .replaceAll("[^0-9]", "");
    return digits.isEmpty() ? "unknown" : digits;
  }

  private static DatabaseUnavailable inUse(Path database, String holder) {
    return new DatabaseUnavailable(
        Reason.IN_USE,
        "The database "
            + database
            + " is in use by "
            + holder
            + ". Stop that server first, or give this one a data folder of its own.");
  }

  static DatabaseUnavailable notWritable(Path database, Exception cause) {
    return new DatabaseUnavailable(
        Reason.NOT_WRITABLE,
        "The database "
            + database
            + " cannot be written. Check that its folder exists, belongs to the user who runs the"
            + " server, and has free space.",
        cause);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // The lock goes with the process at the latest.
    } finally {
      HELD.remove(path);
    }
  }
}
