package slipway.core.rendition;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One rung of a video: a file that is planned, being made, made or impossible. Immutable. Only
 * complete and verified files are {@link State#DONE}, and only those are played (MD-41).
 *
 * @param name its folder in playback URLs; {@code [a-z0-9-]+}
 * @param blob key of its file in the storage, where it lies once it is done
 * @param size bytes of that file, 0 until it is done
 * @param progress 0 to 1, never falls until somebody asks for it again; 1 only when done (MD-42)
 * @param reason why it failed, as a sentence for its owner; {@code null} otherwise
 * @param traits as planned, and as measured once it is done
 */
public record Rendition(
    UUID video,
    String name,
    Form form,
    String blob,
    long size,
    State state,
    double progress,
    @Nullable String reason,
    Traits traits) {

  /** What is in the file. */
  public enum Form {
    /** Picture and sound in one file: the source itself, or its tracks in another container. */
    SOURCE,
    /** Picture only. */
    PICTURE,
    /** Sound only. */
    SOUND,
    /** Picture and sound in one file that is downloaded and in no playlist (MD-44). */
    DOWNLOAD
  }

  /** How far it is. */
  public enum State {
    QUEUED,
    RUNNING,
    DONE,
    FAILED
  }

  /** One that is there and verified. */
  public Rendition(UUID video, String name, Form form, String blob, long size, Traits traits) {
    this(video, name, form, blob, size, State.DONE, /* progress= */ 1, /* reason= */ null, traits);
  }

  /** One that is there, of which nothing more is known. */
  public Rendition(UUID video, String name, Form form, String blob, long size) {
    this(video, name, form, blob, size, Traits.UNKNOWN);
  }

  /** One that is to be made. */
  public static Rendition planned(
      UUID video, String name, Form form, String blob, Traits expected) {
    return new Rendition(video, name, form, blob, 0, State.QUEUED, 0, null, expected);
  }

  /** Being made, and so far; progress never falls and stays below 1 until it is verified. */
  public Rendition running(double share) {
    double further = Math.max(progress, Math.min(share, 0.99));
    return new Rendition(
        video, name, form, blob, size, State.RUNNING, further, /* reason= */ null, traits);
  }

  /** There and verified. */
  public Rendition done(long bytes, Traits measured) {
    return new Rendition(video, name, form, blob, bytes, measured);
  }

  /** It cannot be made, for this reason. */
  public Rendition failed(String why) {
    return new Rendition(video, name, form, blob, size, State.FAILED, progress, why, traits);
  }

  /** Somebody wants it tried again. */
  public Rendition queued() {
    return planned(video, name, form, blob, traits);
  }

  /** Whether players may be told of it: it is there, verified, and no download. */
  public boolean isPlayable() {
    return isDone() && form != Form.DOWNLOAD;
  }

  /** Whether it is there and verified. */
  public boolean isDone() {
    return state == State.DONE;
  }

  /** Whether nothing more will happen to it by itself. */
  public boolean isSettled() {
    return state == State.DONE || state == State.FAILED;
  }
}
