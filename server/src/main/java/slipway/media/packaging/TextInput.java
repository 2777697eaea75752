package slipway.media.packaging;

/**
 * A WebVTT file that becomes one rendition (MD-77). Its times count from the beginning of the
 * presentation.
 *
 * @param rendition its name in addresses, as in {@link TrackInput}
 * @param label what players call it
 * @param language BCP 47 tag
 * @param forDeaf whether it also says what else is heard
 * @param file names the file, as in {@link TrackInput}
 * @param body where in the file the first line, {@code WEBVTT}, has ended
 * @param size of the file in bytes
 */
public record TextInput(
    String rendition,
    String label,
    String language,
    boolean forDeaf,
    String file,
    long body,
    long size) {

  /** Checks the name and the numbers. */
  public TextInput {
    TrackInput.requireName(rendition);
    if (body < 0 || body > size) {
      throw new IllegalArgumentException("Not a place in a file: " + body + " of " + size);
    }
  }
}
