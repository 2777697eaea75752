package slipway.testing;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import slipway.core.caption.Caption;
import slipway.core.caption.Captions;

/** Captions in a map. Safe for any thread. */
public final class InMemoryCaptions implements Captions {
  private final TreeMap<Long, Caption> captions = new TreeMap<>();
  private long last;

  @Override
  public synchronized long nextNumber() {
    return ++last;
  }

  @Override
  public synchronized void add(Caption caption) {
    if (captions.putIfAbsent(caption.number(), caption) != null) {
      throw new IllegalStateException("added twice: " + caption.number());
    }
  }

  @Override
  public synchronized void update(Caption caption) {
    captions.replace(caption.number(), caption);
  }

  @Override
  public synchronized Optional<Caption> byNumber(long number) {
    return Optional.ofNullable(captions.get(number));
  }

  @Override
  public synchronized List<Caption> of(UUID video) {
    return captions.values().stream().filter(caption -> caption.video().equals(video)).toList();
  }

  @Override
  public synchronized void remove(long number) {
    captions.remove(number);
  }

  @Override
  public synchronized void removeAll(UUID video) {
    captions.values().removeIf(caption -> caption.video().equals(video));
  }
}
