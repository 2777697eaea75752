package slipway.core.task;

import java.time.Duration;
import java.util.UUID;

/**
 * The durable jobs behind a video's journey. Calls belong into the transaction of the change that
 * causes them: both are kept or neither. Asking twice for the same work is asking once.
 */
public interface Work {

  /** As {@link #fetch(UUID, int)}, with the usual priority. */
  default void fetch(UUID video) {
    fetch(video, /* priority= */ 0);
  }

  /**
   * The bytes lie behind a URL: fetch them, then {@link #inspect}.
   *
   * @param priority -10 to 10, the highest goes first
   */
  void fetch(UUID video, int priority);

  /**
   * The bytes lie in another video: cut them out, then {@link #inspect}.
   *
   * @param exact whether that takes encoding
   */
  void clip(UUID video, boolean exact);

  /** All bytes are here: find out what they are and make them watchable. */
  void inspect(UUID video);

  /** The bytes came in parts: make one file of them, then {@link #inspect}. */
  void join(UUID video);

  /** The bytes came encrypted: make a clear file of them, then {@link #inspect}. */
  void decrypt(UUID video);

  /** Only a part of the file is wanted: make a file of that, then {@link #inspect}. */
  void cut(UUID video);

  /** Put tracks that can be played into a container that can be, without encoding the picture. */
  void remux(UUID video);

  /**
   * Make the renditions that are planned for it and not there yet.
   *
   * @param length short ones go first
   * @param watchable those that nobody can watch yet go first
   * @param priority -10 to 10: among those, the highest goes first
   */
  void transcode(UUID video, Duration length, boolean watchable, int priority);

  /** Compute what was not computed while the bytes arrived. */
  void hash(UUID video);

  /** Find the texts in the source and make captions of them. */
  void texts(UUID video);

  /** Sign what came of it (C2PA); it becomes ready after that. */
  void sign(UUID video);

  /** Send a copy of the source somewhere else, as the task's order says. */
  void export(UUID video, UUID task);

  /** Stop all work on the video and give its bytes back, in a while. */
  void erase(UUID video);

  /**
   * Do not {@link #erase} it after all.
   *
   * @return whether that was still to be done
   */
  boolean spare(UUID video);
}
