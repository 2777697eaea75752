package slipway.core.video;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the signing of a video's outputs is (C2PA). Immutable. That it failed harms nothing else:
 * what could not be signed is handed out unsigned (MD-87).
 *
 * @param files what is signed so far
 * @param error why some of it could not be, or has no time stamp, as a sentence for the owner
 */
public record Signing(State state, List<File> files, @Nullable String error, Instant updatedAt) {

  public Signing {
    files = List.copyOf(files);
  }

  /** How far it is. */
  public enum State {
    WAITING,
    SIGNED,
    /** All of it is signed, some of it without the time stamp that it was to have. */
    UNSTAMPED,
    FAILED;

    /** Whether it may go better when it is tried again. */
    boolean canBeBetter() {
      return this == UNSTAMPED || this == FAILED;
    }
  }

  /**
   * A rendition as one signed file.
   *
   * @param rendition its name
   * @param blob key of what stands before its samples in that file, and where they lie
   * @param stampedAt when an authority says that it was signed, {@code null} without a time stamp
   */
  public record File(String rendition, String blob, @Nullable Instant stampedAt) {}

  /** To be done; what was signed before stays. */
  static Signing waiting(@Nullable Signing before, Instant at) {
    return new Signing(State.WAITING, before == null ? List.of() : before.files(), null, at);
  }

  /**
   * It ended.
   *
   * @throws IllegalArgumentException when it only waits
   */
  static Signing ended(State state, List<File> files, @Nullable String error, Instant at) {
    if (state == State.WAITING) {
      throw new IllegalArgumentException("what waits has not ended");
    }
    return new Signing(state, files, error, at);
  }

  /** The signed form of a rendition. */
  Optional<File> file(String rendition) {
    return files.stream().filter(file -> file.rendition().equals(rendition)).findFirst();
  }
}
