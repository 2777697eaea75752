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
 * @param error why some of it could not be, as a sentence for the owner
 */
public record Signing(State state, List<File> files, @Nullable String error, Instant updatedAt) {

  public Signing {
    files = List.copyOf(files);
  }

  /** How far it is. */
  public enum State {
    WAITING,
    SIGNED,
    FAILED
  }

  /**
   * A rendition as one signed file.
   *
   * @param rendition its name
   * @param blob key of what stands before its samples in that file, and where they lie
   */
  public record File(String rendition, String blob) {}

  /** To be done; what was signed before stays. */
  static Signing waiting(@Nullable Signing before, Instant at) {
    return new Signing(State.WAITING, before == null ? List.of() : before.files(), null, at);
  }

  /** Done, or not all of it when there is an error. */
  static Signing ended(List<File> files, @Nullable String error, Instant at) {
    return new Signing(error == null ? State.SIGNED : State.FAILED, files, error, at);
  }

  /** The signed form of a rendition. */
  Optional<File> file(String rendition) {
    return files.stream().filter(file -> file.rendition().equals(rendition)).findFirst();
  }
}
