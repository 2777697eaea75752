package slipway.testing;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import slipway.core.directory.Directories;
import slipway.core.directory.Directory;
import slipway.core.video.VideoQuery;
import slipway.core.video.Videos;

/** Directories in a map. */
public final class InMemoryDirectories implements Directories {
  private final Map<Long, Directory> all = new TreeMap<>();
  private final Videos videos;
  private long last;

  /** Over the videos that may lie in them. */
  public InMemoryDirectories(Videos videos) {
    this.videos = videos;
  }

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
  public Optional<Directory> held(long number) {
    return byNumber(number);
  }

  @Override
  public synchronized List<Directory> of(long account) {
    return all.values().stream().filter(one -> one.account() == account).toList();
  }

  @Override
  public synchronized long count(long account) {
    return of(account).size();
  }

  @Override
  public synchronized List<Directory> in(long parent) {
    return all.values().stream().filter(one -> Objects.equals(one.parent(), parent)).toList();
  }

  @Override
  public synchronized Map<Long, Long> videos(long account) {
    Map<Long, Long> counts = new TreeMap<>();
    for (Directory directory : of(account)) {
      long count =
          videos.count(
              new VideoQuery(
                  OptionalLong.of(account),
                  List.of(
                      new VideoQuery.Condition(
                          VideoQuery.Field.DIRECTORY,
                          VideoQuery.Comparison.EQUAL,
                          List.of(directory.number()))),
                  List.of(),
                  /* skip= */ 0,
                  /* limit= */ 1));
      if (count > 0) {
        counts.put(directory.number(), count);
      }
    }
    return counts;
  }

  @Override
  public synchronized void remove(long number) {
    all.remove(number);
  }
}
