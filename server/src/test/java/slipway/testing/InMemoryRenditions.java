package slipway.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;

/** Renditions in a list. Safe for any thread. */
public final class InMemoryRenditions implements Renditions {
  private final List<Rendition> renditions = new ArrayList<>();

  @Override
  public synchronized void publish(Rendition rendition) {
    for (int i = 0; i < renditions.size(); i++) {
      Rendition before = renditions.get(i);
      if (before.video().equals(rendition.video()) && before.name().equals(rendition.name())) {
        if (before.isDone() && rendition.isDone()) {
          renditions.set(i, rendition);
          return;
        }
        renditions.remove(i);
        break;
      }
    }
    renditions.add(rendition);
  }

  @Override
  public synchronized List<Rendition> of(UUID video) {
    return renditions.stream()
        .filter(rendition -> rendition.video().equals(video) && rendition.isPlayable())
        .toList();
  }

  @Override
  public synchronized void remove(UUID video, String name) {
    renditions.removeIf(
        rendition -> rendition.video().equals(video) && rendition.name().equals(name));
  }

  @Override
  public synchronized List<Rendition> all(UUID video) {
    return renditions.stream()
        .filter(rendition -> rendition.video().equals(video))
        .sorted(Comparator.comparing(Rendition::name))
        .toList();
  }

  @Override
  public synchronized void removeAll(UUID video) {
    renditions.removeIf(rendition -> rendition.video().equals(video));
  }
}
