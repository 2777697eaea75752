package slipway.core.sound;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One more sound track of a video. Immutable; only what is {@link State#READY} is complete and
 * verified, and played.
 *
 * @param label what players call it; no two of a video are called the same
 * @param byDefault whether players take it by themselves; of a video at most one is, and when none
 *     is, the file's own sound
 * @param reason why it failed, as a sentence for its owner; {@code null} otherwise
 * @param url where its file lies, if we are to fetch it
 * @param size bytes of the finished file, 0 until it is ready
 */
public record Sound(
    UUID id,
    UUID video,
    String label,
    boolean byDefault,
    State state,
    @Nullable String reason,
    @Nullable String url,
    long size,
    Instant createdAt) {

  /** How far it is. */
  public enum State {
    QUEUED,
    READY,
    FAILED
  }

  /** Its folder in playback URLs: {@code [a-z0-9-]+}, unlike the name of any rendition. */
  public String name() {
    return "audio-" + id.toString().replace("-", "");
  }

  /** There and verified. */
  Sound ready(long bytes) {
    return new Sound(id, video, label, byDefault, State.READY, null, url, bytes, createdAt);
  }

  /** It cannot be made, for this reason. */
  Sound failed(String why) {
    return new Sound(id, video, label, byDefault, State.FAILED, why, url, size, createdAt);
  }

  /** By another name, or no more or now the one that players take. */
  Sound changed(String newLabel, boolean nowByDefault) {
    return new Sound(id, video, newLabel, nowByDefault, state, reason, url, size, createdAt);
  }

  /** Whether nothing more will happen to it by itself. */
  public boolean isSettled() {
    return state != State.QUEUED;
  }
}
