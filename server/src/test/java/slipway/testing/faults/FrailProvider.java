package slipway.testing.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives {@code java.nio.file} the calls of a {@link FrailDisk}. */
final class FrailProvider extends FileSystemProvider {
  private final FrailDisk disk;
  private final FrailFileSystem paths;

  FrailProvider(FrailDisk disk, FrailFileSystem paths) {
    this.disk = disk;
    this.paths = paths;
  }

  private static List<String> names(Path path) {
    return ((FrailPath) path).names();
  }

  private FrailDisk.Node existing(Path path) throws IOException {
    FrailDisk.Node node = disk.find(names(path));
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    return node;
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    FrailDisk.Node node = disk.find(names(path));
    if (node != null && options.contains(StandardOpenOption.CREATE_NEW)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    if (node == null
        && (options.contains(StandardOpenOption.CREATE)
            || options.contains(StandardOpenOption.CREATE_NEW))) {
      node = disk.create(names(path), /* asFolder= */ false);
    }
    if (node == null) {
      throw new NoSuchFileException(path.toString());
    }
    if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
      disk.truncate(node, 0);
    }
    return new FrailChannel(disk, node);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    FrailDisk.Node node = existing(folder);
    if (!node.isFolder()) {
      throw new NotDirectoryException(folder.toString());
    }
    List<Path> all = node.names().keySet().stream().sorted().map(folder::resolve).toList();
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return all.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    disk.create(names(folder), /* asFolder= */ true);
  }

  @Override
  public void delete(Path path) throws IOException {
    FrailDisk.Node node = existing(path);
    if (node.isFolder() && !node.names().isEmpty()) {
      throw new DirectoryNotEmptyException(path.toString());
    }
    disk.remove(names(path));
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    disk.move(names(source), names(target));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    existing(path);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    FrailDisk.Node node = existing(path);
    return type.cast(new Attributes(node.isFolder(), disk.bytes(node).length));
  }

  /** What is known about a file. */
  private record Attributes(boolean isDirectory, long size) implements BasicFileAttributes {
    @Override
    public boolean isRegularFile() {
      return !isDirectory;
    }

    @Override
    public boolean isSymbolicLink() {
      return false;
    }

    @Override
    public boolean isOther() {
      return false;
    }

    @Override
    public FileTime lastModifiedTime() {
      return FileTime.fromMillis(0);
    }

    @Override
    public FileTime lastAccessTime() {
      return FileTime.fromMillis(0);
    }

    @Override
    public FileTime creationTime() {
      return FileTime.fromMillis(0);
    }

    @Override
    public @Nullable Object fileKey() {
      return null;
    }
  }

  @Override
  public String getScheme() {
    return "frail";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return paths;
  }

  @Override
  public Path getPath(URI uri) {
    return paths.getPath(uri.getPath());
  }

  @Override
  public boolean isSameFile(Path one, Path other) {
    return names(one).equals(names(other));
  }

  @Override
  public boolean isHidden(Path path) {
    return false;
  }

  @Override
  public FileStore getFileStore(Path path) {
    return new FrailStore();
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return null;
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new UnsupportedOperationException();
  }
}
