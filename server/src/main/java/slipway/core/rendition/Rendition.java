package slipway.core.rendition;

import java.util.UUID;

/**
 * One playable file of a video. Only complete and verified files become renditions (MD-41).
 *
 * @param name its folder in playback URLs; {@code [a-z0-9-]+}
 * @param blob key of its file in the storage
 * @param size bytes of that file
 */
public record Rendition(UUID video, String name, Form form, String blob, long size) {

  /** What is in the file. */
  public enum Form {
    /** The source itself with its own picture and sound. */
    SOURCE,
    /** Picture only. */
    PICTURE,
    /** Sound only. */
    SOUND
  }
}
