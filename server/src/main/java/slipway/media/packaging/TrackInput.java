package slipway.media.packaging;

import java.util.regex.Pattern;

/**
 * One track that becomes one rendition.
 *
 * @param rendition its name in addresses: letters, digits, {@code . _ -}, at most 64, not beginning
 *     with a point
 * @param file names the file it lives in; goes back to the caller in each {@link FileRange}. The
 *     same name must always mean the same bytes
 * @param checked the track and its cut points
 */
public record TrackInput(String rendition, String file, CheckedTrack checked) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");

  /** Checks the name. */
  public TrackInput {
    if (!NAME.matcher(rendition).matches()) {
      throw new IllegalArgumentException("Not a name for a rendition: " + rendition);
    }
  }
}
