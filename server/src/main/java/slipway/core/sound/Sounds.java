package slipway.core.sound;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All sound tracks that were added to videos. */
public interface Sounds {

  void add(Sound sound);

  /** Keeps its new state. Inside the transaction that read it. */
  void update(Sound sound);

  Optional<Sound> byId(UUID id);

  /** Those of a video, the oldest first. */
  List<Sound> of(UUID video);

  /** Forgets one; its files are somebody else's work. */
  void remove(UUID id);

  /** Forgets those of a video; the files are somebody else's work. */
  void removeAll(UUID video);
}
