package slipway.media.packaging;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One track that becomes one rendition.
 *
 * @param rendition its name in addresses: letters, digits, {@code . _ -}, at most 64, not beginning
 *     with a point
 * @param file names the file it lives in; goes back to the caller in each {@link FileRange}. The
 *     same name must always mean the same bytes
 * @param checked the track and its cut points
 * @param listed whether playlists tell of it; what is not listed is still served to those who found
 *     it in an earlier one
 * @param added what playlists say of sound that was added beside the video's own; empty for
 *     everything else
 */
public record TrackInput(
    String rendition, String file, CheckedTrack checked, boolean listed, Optional<Added> added) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");

  /** Checks the name. */
  public TrackInput {
    requireName(rendition);
  }

  /**
   * Sound beside the video's own.
   *
   * @param label what players call it
   * @param preferred whether players take it by themselves
   */
  public record Added(String label, boolean preferred) {}

  /** One of the video's own. */
  public TrackInput(String rendition, String file, CheckedTrack checked, boolean listed) {
    this(rendition, file, checked, listed, Optional.empty());
  }

  /** One that is listed. */
  public TrackInput(String rendition, String file, CheckedTrack checked) {
    this(rendition, file, checked, /* listed= */ true);
  }

  static void requireName(String rendition) {
    if (!NAME.matcher(rendition).matches()) {
      throw new IllegalArgumentException("Not a name for a rendition: " + rendition);
    }
  }
}
