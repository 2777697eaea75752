package slipway.storage.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.storage.FullDisk;

/**
 * Files below one folder, {@code <root>/<folder>/<name>}, within a budget of bytes: what was not
 * asked for longest goes first. A file appears whole or not at all. What is there is known from the
 * folder itself, so it is still there after a restart; when it was last asked for is kept as the
 * file's time, to the minute. Safe for any thread.
 */
public final class FileCache {
  private static final Logger log = LoggerFactory.getLogger(FileCache.class);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}");
  private static final String UNFINISHED = ".part";

  /** A file's time is written at most this often; the order in memory is exact. */
  private static final Duration NOTE_EVERY = Duration.ofMinutes(1);

  private final Path root;
  private final long budget;
  private final InstantSource clock;

  /** By {@code <folder>/<name>}, what was asked for longest ago first. */
  private final LinkedHashMap<String, Entry> entries =
      new LinkedHashMap<>(64, 0.75f, /* accessOrder= */ true);

  private long bytes;
  private long unfinished;

  private static final class Entry {
    final long size;
    Instant noted;

    Entry(long size, Instant noted) {
      this.size = size;
      this.noted = noted;
    }
  }

  /**
   * Takes over what an earlier life left there.
   *
   * @param root a folder of its own, made when it is not there
   * @param budget bytes of all files together; 0 keeps nothing
   */
  public FileCache(Path root, long budget, InstantSource clock) throws IOException {
    this.root = Files.createDirectories(root).toRealPath();
    this.budget = budget;
    this.clock = clock;
    takeOver();
  }

  private record Found(String key, long size, Instant used) {}

  private synchronized void takeOver() throws IOException {
    List<Found> found = new ArrayList<>();
    for (Path folder : listed(root)) {
      if (!Files.isDirectory(folder)) {
        Files.deleteIfExists(folder); // was just being taken when the power went
        continue;
      }
      for (Path file : listed(folder)) {
        found.add(
            new Found(
                name(folder) + "/" + name(file),
                Files.size(file),
                Files.getLastModifiedTime(file).toInstant()));
      }
    }
    found.sort(Comparator.comparing(Found::used));
    for (Found one : found) {
      entries.put(one.key(), new Entry(one.size(), one.used()));
      bytes += one.size();
    }
    shrink();
  }

  private static List<Path> listed(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** The file, if it is there; the caller closes it. */
  public synchronized Optional<CachedFile> find(String folder, String name) throws IOException {
    String key = key(folder, name);
    Entry entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    try {
      CachedFile open = CachedFile.open(root.resolve(key));
      note(key, entry);
      return Optional.of(open);
    } catch (NoSuchFileException gone) {
      // Somebody tidied up by hand; that is allowed.
      forget(key);
      return Optional.empty();
    }
  }

  /**
   * Takes a finished file, which is gone from its old place afterwards, in place of one of the same
   * name. One that is larger than the whole budget, or finds the disk full, is given back open and
   * not kept; that one may still lie in its old place, and need not stay there.
   */
  public CachedFile keep(String folder, String name, Path file) throws IOException {
    String key = key(folder, name);
    // After a power cut a name must not stand for half a file.
    force(file);
    Path beside = beside();
    try {
      move(file, beside);
      return publish(beside, folder, key);
    } catch (IOException failure) {
      FullDisk.orThrow(failure);
      log.warn("{} is not kept in the cache: {}", key, failure.toString());
      dropIfEmpty(folder);
      return CachedFile.open(Files.exists(file) ? file : beside);
    } finally {
      tidyUp(beside);
    }
  }

  /** What cannot be deleted goes at the next start; the file that was asked for is there. */
  private static void tidyUp(Path beside) {
    try {
      Files.deleteIfExists(beside);
    } catch (IOException stays) {
      log.warn("{} stays in the cache", beside, stays);
    }
  }

  private synchronized CachedFile publish(Path beside, String folder, String key)
      throws IOException {
    Path target = root.resolve(key);
    Files.createDirectories(root.resolve(folder));
    Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    CachedFile open = CachedFile.open(target);
    forget(key);
    entries.put(key, new Entry(open.size(), clock.instant()));
    bytes += open.size();
    shrink();
    return open;
  }

  private synchronized Path beside() {
    return root.resolve("." + unfinished++ + UNFINISHED);
  }

  private static void move(Path file, Path beside) throws IOException {
    try {
      Files.move(file, beside, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException otherDisk) {
      Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING);
      force(beside);
      Files.delete(file);
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(/* metaData= */ false);
    }
  }

  /**
   * Throws out everything of one folder, also what another process that works on the same root has
   * put there; nothing happens when there is nothing.
   */
  public synchronized void drop(String folder) {
    String prefix = key(folder, "x").substring(0, folder.length() + 1);
    Set<String> leaving = new LinkedHashSet<>(entries.keySet());
    leaving.removeIf(key -> !key.startsWith(prefix));
    try {
      listed(root.resolve(folder)).forEach(file -> leaving.add(prefix + name(file)));
    } catch (NoSuchFileException | NotDirectoryException nothing) {
      // Nothing lies there.
    } catch (IOException failure) {
      log.warn("{} could not be listed in the cache", folder, failure);
    }
    leaving.forEach(this::remove);
  }

  /** The folders that something is kept in, in no order that means anything. */
  public synchronized Set<String> folders() {
    Set<String> all = new HashSet<>();
    entries.keySet().forEach(key -> all.add(key.substring(0, key.indexOf('/'))));
    return all;
  }

  /** Bytes of all files that are kept. */
  public synchronized long bytes() {
    return bytes;
  }

  private void shrink() {
    Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
    List<String> leaving = new ArrayList<>();
    long left = bytes;
    while (left > budget && oldest.hasNext()) {
      Map.Entry<String, Entry> entry = oldest.next();
      left -= entry.getValue().size;
      leaving.add(entry.getKey());
    }
    leaving.forEach(this::remove);
  }

  private void remove(String key) {
    forget(key);
    try {
      Files.deleteIfExists(root.resolve(key));
    } catch (IOException failure) {
      log.warn("{} could not be thrown out of the cache", key, failure);
    }
    dropIfEmpty(key.substring(0, key.indexOf('/')));
  }

  private synchronized void dropIfEmpty(String folder) {
    try {
      Files.deleteIfExists(root.resolve(folder));
    } catch (DirectoryNotEmptyException others) {
      // They stay.
    } catch (IOException failure) {
      log.warn("the empty folder {} stays in the cache", folder, failure);
    }
  }

  private void forget(String key) {
    Entry entry = entries.remove(key);
    if (entry != null) {
      bytes -= entry.size;
    }
  }

  private void note(String key, Entry entry) {
    Instant now = clock.instant();
    if (entry.noted.plus(NOTE_EVERY).isAfter(now)) {
      return;
    }
    entry.noted = now;
    try {
      Files.setLastModifiedTime(root.resolve(key), FileTime.from(now));
    } catch (IOException failure) {
      log.debug("the time of {} could not be noted", key, failure);
    }
  }

  private static String key(String folder, String name) {
    if (!NAME.matcher(folder).matches() || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name for the cache: " + folder + "/" + name);
    }
    return folder + "/" + name;
  }
}
