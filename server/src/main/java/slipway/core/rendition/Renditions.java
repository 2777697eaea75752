package slipway.core.rendition;

import java.util.List;
import java.util.UUID;

/** All renditions. */
public interface Renditions {

  /** Adds one, or replaces that of the same name. */
  void publish(Rendition rendition);

  /** Those of a video, in the order of their names. */
  List<Rendition> of(UUID video);

  /** Forgets those of a video; the files are somebody else's work. */
  void removeAll(UUID video);
}
