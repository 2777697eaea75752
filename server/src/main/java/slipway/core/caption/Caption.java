package slipway.core.caption;

import java.time.Instant;
import java.util.UUID;

/**
 * One text track of a video, complete and readable: what stands here can be served.
 *
 * @param number from 1, of all captions of the house; never given twice
 * @param language BCP 47 tag
 * @param label what players call it
 * @param blob key of its WebVTT file in the storage; another one whenever the text changes, so the
 *     same key always means the same bytes
 * @param size bytes of that file
 * @param updatedAt when text, language or label changed last
 */
public record Caption(
    long number,
    UUID video,
    String language,
    String label,
    Kind kind,
    Origin origin,
    String blob,
    long size,
    Instant updatedAt) {

  /** What the text is for. */
  public enum Kind {
    /** Says what is spoken. */
    SUBTITLES,
    /** Also says what else is heard, for those who do not hear it. */
    CAPTIONS
  }

  /** Where the text comes from. */
  public enum Origin {
    /** Sent by the owner. */
    UPLOADED,
    /** Found in the source. */
    EMBEDDED
  }

  /** Its folder in playback URLs: {@code [a-z0-9-]+}, unlike the name of any rendition. */
  public String name() {
    return "captions-" + number;
  }
}
