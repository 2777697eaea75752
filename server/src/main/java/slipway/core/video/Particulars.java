package slipway.core.video;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an owner said about a video beyond what every door asks for.
 *
 * @param description a text for the owner, never shown to viewers
 * @param priority -10 to 10: which of the account's videos is worked on first, 0 for the usual
 * @param clipStart second of the source at which the video begins, {@code null} for its beginning
 * @param clipLength how many seconds of it are wanted, {@code null} for all that follow
 * @param aboveSource whether renditions may take more bits than the source has
 * @param directory number of the directory in which it lies, {@code null} for none
 * @param qualitySet number of the set of qualities it gets, {@code null} for the usual ones
 * @param picture which of its pictures stands for it, from 0; -1 for {@code poster}
 * @param poster key of a picture that the owner sent, in the storage
 * @param notes what only the caller makes use of, by its name in the caller's API
 */
public record Particulars(
    @Nullable String description,
    int priority,
    @Nullable Integer clipStart,
    @Nullable Integer clipLength,
    boolean aboveSource,
    @Nullable Long directory,
    @Nullable Long qualitySet,
    int picture,
    @Nullable String poster,
    Map<String, String> notes) {

  private static final Particulars NONE =
      new Particulars(null, 0, null, null, false, null, null, 0, null, Map.of());

  public Particulars {
    notes = Map.copyOf(notes);
  }

  /** Nothing was said. */
  public static Particulars none() {
    return NONE;
  }

  /** Only a text for the owner was said. */
  public static Particulars described(String description) {
    return new Particulars(description, 0, null, null, false, null, null, 0, null, Map.of());
  }

  /**
   * Only a part of the file is wanted.
   *
   * @param start its second in the file
   * @param length in seconds, {@code null} for all that follows
   */
  public static Particulars cut(@Nullable String description, int start, @Nullable Integer length) {
    return new Particulars(description, 0, start, length, false, null, null, 0, null, Map.of());
  }

  /** With another priority. */
  public Particulars withPriority(int other) {
    return new Particulars(
        description,
        other,
        clipStart,
        clipLength,
        aboveSource,
        directory,
        qualitySet,
        picture,
        poster,
        notes);
  }

  /** With another set of qualities, or the usual ones. */
  public Particulars withQualitySet(@Nullable Long set) {
    return new Particulars(
        description,
        priority,
        clipStart,
        clipLength,
        aboveSource,
        directory,
        set,
        picture,
        poster,
        notes);
  }

  /** With another poster, or without one. */
  public Particulars withPoster(@Nullable String key) {
    return new Particulars(
        description,
        priority,
        clipStart,
        clipLength,
        aboveSource,
        directory,
        qualitySet,
        picture,
        key,
        notes);
  }
}
