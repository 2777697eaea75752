package slipway.core.caption;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All captions. */
public interface Captions {

  /** The next number. Inside a transaction. */
  long nextNumber();

  void add(Caption caption);

  /** Keeps the caption's new state. Inside the transaction that read it. */
  void update(Caption caption);

  Optional<Caption> byNumber(long number);

  /** Those of a video, in the order of their numbers. */
  List<Caption> of(UUID video);

  /** Forgets one; its file is somebody else's work. */
  void remove(long number);

  /** Forgets those of a video; the files are somebody else's work. */
  void removeAll(UUID video);
}
