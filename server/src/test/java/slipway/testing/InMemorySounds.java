package slipway.testing;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import slipway.core.sound.Sound;
import slipway.core.sound.Sounds;

/** Added sound in a map. Safe for any thread. */
public final class InMemorySounds implements Sounds {
  private final Map<UUID, Sound> sounds = new LinkedHashMap<>();

  @Override
  public synchronized void add(Sound sound) {
    sounds.put(sound.id(), sound);
  }

  @Override
  public synchronized void update(Sound sound) {
    sounds.replace(sound.id(), sound);
  }

  @Override
  public synchronized Optional<Sound> byId(UUID id) {
    return Optional.ofNullable(sounds.get(id));
  }

  @Override
  public synchronized List<Sound> of(UUID video) {
    return sounds.values().stream()
        .filter(sound -> sound.video().equals(video))
        .sorted(
            Comparator.comparing(Sound::createdAt).thenComparing(sound -> sound.id().toString()))
        .toList();
  }

  @Override
  public synchronized void remove(UUID id) {
    sounds.remove(id);
  }

  @Override
  public synchronized void removeAll(UUID video) {
    sounds.values().removeIf(sound -> sound.video().equals(video));
  }
}
