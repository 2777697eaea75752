package slipway.media.ffmpeg;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An empty folder for one run, the only place a boxed tool may write to. Move what is wanted out of
 * it; {@link #close()} deletes the rest, whatever happened (MD-20).
 */
public final class WorkFolder implements AutoCloseable {
  private static final String PREFIX = "run-";

  private final Path path;
  private final boolean stays;

  private WorkFolder(Path path, boolean stays) {
    this.path = path;
    this.stays = stays;
  }

  /** Makes a new folder inside {@code scratch}, which is made as well when it is not there. */
  public static WorkFolder in(Path scratch) throws IOException {
    Path parent = Files.createDirectories(scratch.toAbsolutePath().normalize());
    return new WorkFolder(Files.createTempDirectory(parent, PREFIX), /* stays= */ false);
  }

  /** {@code scratch} itself, for a run that writes nothing; closing it deletes nothing. */
  static WorkFolder that(Path scratch) throws IOException {
    return new WorkFolder(Files.createDirectories(scratch), /* stays= */ true);
  }

  /**
   * Deletes what runs of an earlier life of the server left behind. Call it at start, before the
   * first run; only folders made by this class are touched.
   */
  public static void sweep(Path scratch) throws IOException {
    if (!Files.isDirectory(scratch)) {
      return;
    }
    try (Stream<Path> entries = Files.list(scratch)) {
      for (Path entry : entries.toList()) {
        if (entry.getFileName().toString().startsWith(PREFIX)) {
          deleteTree(entry);
        }
      }
    }
  }

  /** Absolute path of the folder. */
  public Path path() {
    return path;
  }

  /** Bytes of all files in it. A file that vanishes meanwhile counts nothing. */
  long bytes() {
    long[] sum = {0};
    try {
      Files.walkFileTree(
          path,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              sum[0] += attributes.size();
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException gone) {
      return sum[0];
    }
    return sum[0];
  }

  /** Deletes the folder and all in it; links are removed, not followed. Twice is harmless. */
  @Override
  public void close() throws IOException {
    if (!stays) {
      deleteTree(path);
    }
  }

  static void deleteTree(Path root) throws IOException {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
              Files.deleteIfExists(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (NoSuchFileException gone) {
      // Deleted by somebody else, or twice: what we wanted.
    }
  }
}
