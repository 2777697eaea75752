package slipway.testing.faults;

import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path on a {@link FrailDisk}; no dots, no links. */
record FrailPath(FrailFileSystem disk, boolean isAbsolute, List<String> names) implements Path {
  FrailPath {
    names = List.copyOf(names);
  }

  static FrailPath parse(FrailFileSystem disk, String text) {
    List<String> names = Arrays.stream(text.split("/")).filter(name -> !name.isEmpty()).toList();
    return new FrailPath(disk, text.startsWith("/"), names);
  }

  private FrailPath of(boolean absolute, List<String> other) {
    return new FrailPath(disk, absolute, other);
  }

  @Override
  public FrailFileSystem getFileSystem() {
    return disk;
  }

  @Override
  public @Nullable Path getRoot() {
    return isAbsolute ? of(true, List.of()) : null;
  }

  @Override
  public @Nullable Path getFileName() {
    return names.isEmpty() ? null : of(false, List.of(names.getLast()));
  }

  @Override
  public @Nullable Path getParent() {
    if (names.isEmpty() || (names.size() == 1 && !isAbsolute)) {
      return null;
    }
    return of(isAbsolute, names.subList(0, names.size() - 1));
  }

  @Override
  public int getNameCount() {
    return names.size();
  }

  @Override
  public Path getName(int index) {
    return of(false, List.of(names.get(index)));
  }

  @Override
  public Path subpath(int begin, int end) {
    return of(false, names.subList(begin, end));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof FrailPath path
        && path.isAbsolute == isAbsolute
        && path.names.size() <= names.size()
        && names.subList(0, path.names.size()).equals(path.names);
  }

  @Override
  public boolean endsWith(Path other) {
    return other instanceof FrailPath path
        && path.names.size() <= names.size()
        && names.subList(names.size() - path.names.size(), names.size()).equals(path.names);
  }

  @Override
  public Path normalize() {
    return this;
  }

  @Override
  public Path resolve(Path other) {
    FrailPath path = (FrailPath) other;
    if (path.isAbsolute) {
      return path;
    }
    List<String> all = new ArrayList<>(names);
    all.addAll(path.names);
    return of(isAbsolute, all);
  }

  @Override
  public Path relativize(Path other) {
    return of(false, ((FrailPath) other).names.subList(names.size(), other.getNameCount()));
  }

  @Override
  public URI toUri() {
    return URI.create("frail:///" + String.join("/", names));
  }

  @Override
  public Path toAbsolutePath() {
    return of(true, names);
  }

  @Override
  public Path toRealPath(LinkOption... options) {
    return toAbsolutePath();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return (isAbsolute ? "/" : "") + String.join("/", names);
  }
}
