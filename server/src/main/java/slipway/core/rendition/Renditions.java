package slipway.core.rendition;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All renditions. */
public interface Renditions {

  /** Adds one, or replaces that of the same name. */
  void publish(Rendition rendition);

  /**
   * Those of a video that can be played (so no downloads), in the order in which they came to be
   * done. One that is done stays where it is, whatever comes later: the first picture decides where
   * players find all others cut (MD-50).
   */
  List<Rendition> of(UUID video);

  /** All of a video, also downloads and those that are planned, being made or failed; by name. */
  List<Rendition> all(UUID video);

  /** One of a video by its name. */
  default Optional<Rendition> named(UUID video, String name) {
    return all(video).stream().filter(rendition -> rendition.name().equals(name)).findFirst();
  }

  /** Forgets one; its file is somebody else's work. */
  void remove(UUID video, String name);

  /** Forgets those of a video; the files are somebody else's work. */
  void removeAll(UUID video);
}
