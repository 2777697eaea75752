package slipway.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.core.directory.Directories;
import slipway.core.directory.Directory;

/** Directories in a map. */
public final class InMemoryDirectories implements Directories {
  private final Map<Long, Directory> all = new TreeMap<>();
  private long last;

  @Override
  public synchronized long nextNumber() {
    return ++last;
  }

  @Override
  public synchronized void add(Directory directory) {
    all.put(directory.number(), directory);
  }

  @Override
  public synchronized void update(Directory directory) {
    all.put(directory.number(), directory);
  }

  @Override
  public synchronized Optional<Directory> byNumber(long number) {
    return Optional.ofNullable(all.get(number));
  }

  @Override
  public synchronized List<Directory> of(long account) {
    return all.values().stream().filter(one -> one.account() == account).toList();
  }

  @Override
  public synchronized void remove(long number) {
    all.remove(number);
  }
}
