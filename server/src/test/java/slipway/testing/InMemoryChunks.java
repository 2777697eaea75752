package slipway.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import slipway.core.rendition.Chunks;

/** Chunks in a map. Safe for any thread. */
public final class InMemoryChunks implements Chunks {
  private record Key(UUID video, int wave, int number) {}

  private final Map<Key, Chunk> chunks = new HashMap<>();
  private Runnable then = () -> {};
  private final Map<Key, Piece> pieces = new HashMap<>();
  private final Map<Key, Integer> failures = new HashMap<>();

  @Override
  public synchronized void begin(UUID video, int wave, List<Integer> numbers) {
    for (int number : numbers) {
      chunks.putIfAbsent(
          new Key(video, wave, number), new Chunk(video, wave, number, 0, /* done= */ false));
      failures.remove(new Key(video, wave, number));
    }
  }

  @Override
  public synchronized void update(Chunk chunk) {
    if (chunks.replace(key(chunk), chunk) != null) {
      pieces.remove(key(chunk));
    }
  }

  @Override
  public synchronized void progress(Chunk chunk) {
    chunks.computeIfPresent(key(chunk), (_, known) -> known.done() ? known : chunk);
  }

  @Override
  public synchronized void done(Chunk chunk, Piece piece) {
    Chunk done = new Chunk(chunk.video(), chunk.wave(), chunk.number(), 1, /* done= */ true);
    if (chunks.replace(key(chunk), done) != null) {
      pieces.put(key(chunk), piece);
    }
  }

  /** Lets something happen right behind the next look at a beginning. */
  public synchronized void thenOnce(Runnable something) {
    then = something;
  }

  @Override
  public synchronized List<Piece> beginning(UUID video) {
    List<Piece> all = beginning(video, 0);
    Runnable now = then;
    then = () -> {};
    now.run();
    return all;
  }

  @Override
  public synchronized List<Piece> beginningOfSound(UUID video) {
    return beginning(video, PIECES_OF_SOUND);
  }

  private List<Piece> beginning(UUID video, int wave) {
    List<Piece> all = new ArrayList<>();
    Piece next = pieces.get(new Key(video, wave, 0));
    while (next != null && (all.isEmpty() || next.recipe().equals(all.getFirst().recipe()))) {
      all.add(next);
      next = pieces.get(new Key(video, wave, all.size()));
    }
    return all;
  }

  @Override
  public synchronized int failed(Chunk chunk) {
    return chunks.containsKey(key(chunk)) ? failures.merge(key(chunk), 1, Integer::sum) : 0;
  }

  @Override
  public synchronized List<Chunk> of(UUID video, int wave) {
    return chunks.values().stream()
        .filter(chunk -> chunk.video().equals(video) && chunk.wave() == wave)
        .sorted(Comparator.comparingInt(Chunk::number))
        .toList();
  }

  @Override
  public synchronized void remove(UUID video, int wave) {
    chunks.keySet().removeIf(key -> key.video().equals(video) && key.wave() == wave);
    pieces.keySet().removeIf(key -> key.video().equals(video) && key.wave() == wave);
  }

  @Override
  public synchronized void removeAll(UUID video) {
    chunks.keySet().removeIf(key -> key.video().equals(video));
    pieces.keySet().removeIf(key -> key.video().equals(video));
  }

  private static Key key(Chunk chunk) {
    return new Key(chunk.video(), chunk.wave(), chunk.number());
  }
}
