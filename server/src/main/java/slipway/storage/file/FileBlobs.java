package slipway.storage.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import slipway.storage.Blob;
import slipway.storage.BlobAppender;
import slipway.storage.BlobStore;
import slipway.storage.FullDisk;

/**
 * Blobs as files below one root: {@code <root>/<folder>/<name>}. Bytes are written where they stay;
 * nothing is copied or merged at the end. A name that is new is made durable by forcing its folder.
 */
public final class FileBlobs implements BlobStore {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+");
  private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private final Path root;
  private final long reserve;
  private final Durability durability;

  /**
   * Opens or makes the store.
   *
   * @param reserve bytes of the disk that are never used up
   */
  public FileBlobs(Path root, long reserve) throws IOException {
    this(root, reserve, Durability.POWER);
  }

  /** As {@link #FileBlobs(Path, long)}, with bytes of uploads as durable as this. */
  public FileBlobs(Path root, long reserve, Durability durability) throws IOException {
    this.durability = durability;
    this.root = Files.createDirectories(root).toRealPath();
    this.reserve = reserve;
    for (Path at = this.root.getParent(); at != null; at = at.getParent()) {
      tryToForceFolder(at);
    }
  }

  /** The folders above may be new, too; those that are not ours to open are not. */
  private static void tryToForceFolder(Path folder) throws IOException {
    if (Files.isReadable(folder)) {
      forceFolder(folder);
    }
  }

  @Override
  public BlobAppender append(String key, long offset) throws IOException {
    Path file = resolve(key);
    boolean isNew = !Files.exists(file);
    if (isNew && offset > 0) {
      throw new NoSuchFileException("no blob " + key + " to go on with at " + offset);
    }
    FileChannel channel = openToWrite(file);
    try {
      if (channel.size() < offset) {
        throw new IOException(
            "blob %s has %d bytes, cannot go on at %d".formatted(key, channel.size(), offset));
      }
      channel.truncate(offset);
      channel.position(offset);
      if (offset == 0) {
        forceNames(file);
      }
      return new FileAppender(channel, offset, durability);
    } catch (IOException e) {
      channel.close();
      throw FullDisk.named(e);
    } catch (RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private FileChannel openToWrite(Path file) throws IOException {
    try {
      makeFolder(file);
      return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    } catch (IOException e) {
      throw FullDisk.named(e);
    }
  }

  @Override
  public Optional<Blob> open(String key) throws IOException {
    Path file = resolve(key);
    try {
      FileTime before = Files.getLastModifiedTime(file);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        long size = channel.size();
        FileTime time = Files.getLastModifiedTime(file);
        if (!time.equals(before)) {
          // Replaced or written meanwhile: whose time it is cannot be told, so it is nobody's.
          return Optional.of(new FileBlob(file, channel, size, key + "?" + System.nanoTime()));
        }
        String identity = key + "@" + size + "." + time.to(TimeUnit.NANOSECONDS);
        return Optional.of(new FileBlob(file, channel, size, identity));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void publish(Path file, String key) throws IOException {
    Path target = resolve(key);
    try {
      makeFolder(target);
      force(file);
      try {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException otherDisk) {
        copy(file, target);
      }
      forceNames(target);
    } catch (IOException e) {
      throw FullDisk.named(e);
    }
  }

  /** From another disk than the store's: whole and durable beside its place, then put there. */
  private static void copy(Path file, Path target) throws IOException {
    Path beside = beside(target);
    try {
      Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING);
      force(beside);
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
    Files.delete(file);
  }

  /** With {@code copy_file_range}, which XFS and Btrfs answer by sharing blocks. */
  @Override
  public void concat(List<String> keys, String key) throws IOException {
    Path target = resolve(key);
    Path beside = beside(target);
    try {
      makeFolder(target);
      try (FileChannel joined =
          FileChannel.open(
              beside,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        for (String each : keys) {
          copy(resolve(each), joined);
        }
        joined.force(/* metaData= */ true);
      }
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
      forceNames(target);
    } catch (IOException e) {
      throw FullDisk.named(e);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** Where something is made that will appear at a place when it is whole; no key is like it. */
  private static Path beside(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".part");
  }

  private static void copy(Path from, FileChannel to) throws IOException {
    try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ)) {
      long size = source.size();
      for (long position = 0; position < size; ) {
        position += source.transferTo(position, size - position, to);
      }
    }
  }

  @Override
  public void delete(String key) throws IOException {
    Files.deleteIfExists(resolve(key));
  }

  @Override
  public void deleteFolder(String folder) throws IOException {
    if (!FOLDER.matcher(folder).matches()) {
      throw new IllegalArgumentException("not a blob folder: " + folder);
    }
    Path directory = root.resolve(folder);
    try (DirectoryStream<Path> blobs = Files.newDirectoryStream(directory)) {
      for (Path blob : blobs) {
        Files.deleteIfExists(blob);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return;
    }
    Files.deleteIfExists(directory);
    forceFolder(root);
  }

  @Override
  public long room() throws IOException {
    FileStore disk = Files.getFileStore(root);
    return Math.max(0, disk.getUsableSpace() - reserve);
  }

  private Path resolve(String key) {
    if (!KEY.matcher(key).matches() || key.startsWith(".") || key.contains("/.")) {
      throw new IllegalArgumentException("not a blob key: " + key);
    }
    return root.resolve(key);
  }

  private void makeFolder(Path file) throws IOException {
    Path folder = parent(file);
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  /**
   * A name that is there need not be durable: who made it may have died before it was forced. So
   * both are forced whenever the first bytes below them are going to count.
   */
  private void forceNames(Path file) throws IOException {
    forceFolder(parent(file));
    forceFolder(root);
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("a blob lies in a folder: " + file);
    }
    return parent;
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(/* metaData= */ true);
    }
  }

  /** A name that came or went is durable only when its folder is (reliability rule 1). */
  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(/* metaData= */ true);
    }
  }
}
