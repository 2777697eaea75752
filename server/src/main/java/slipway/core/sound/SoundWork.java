package slipway.core.sound;

import java.util.UUID;

/**
 * The durable jobs behind added sound. Calls belong into the transaction of the change that causes
 * them. {@link slipway.core.task.Work#erase} ends them together with their video.
 */
public interface SoundWork {

  /** Its file lies behind a URL: fetch it, then {@link #make}. */
  void fetch(UUID video, UUID sound);

  /** Its file is here: make a track of it that fits the video. */
  void make(UUID video, UUID sound);

  /** Bytes are about to come: give them back in a few hours, unless {@link #kept} comes first. */
  void eraseUnlessKept(UUID video, UUID sound);

  /**
   * The bytes have come and are known.
   *
   * @return false when it took too long and they may be gone
   */
  boolean kept(UUID video, UUID sound);

  /**
   * Give back what is not needed any more: all files of a track that nobody knows, and of a settled
   * one that from which it was made.
   */
  void erase(UUID video, UUID sound);

  /** Stop making it. */
  void stop(UUID video, UUID sound);
}
