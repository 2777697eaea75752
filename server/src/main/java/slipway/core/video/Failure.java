package slipway.core.video;

import java.time.Duration;

/**
 * Why a video failed.
 *
 * @param kind the class of reason, from which a dialect picks its own words
 * @param sentence the cause and, where there is one, the cure, for a person; no paths, no secrets
 */
public record Failure(Kind kind, String sentence) {

  /** The sentence for a file that plays longer than {@code most}. */
  public static Failure tooLong(Duration most) {
    return new Failure(
        Kind.TOO_LONG,
        "The video is longer than the allowed %d seconds.".formatted(most.toSeconds()));
  }

  /** Classes of reasons. */
  public enum Kind {
    /** The bytes are no media (text, a script, a picture, an archive …). */
    NOT_MEDIA,
    /** Media of a kind that cannot be opened or decoded. */
    UNREADABLE,
    /** Opened, but neither picture nor sound in it. */
    NOTHING_TO_PLAY,
    /** Protected by DRM. */
    ENCRYPTED,
    /** The file ends too early or its parts do not fit together. */
    INCOMPLETE,
    /** Larger or wider than allowed. */
    OVER_LIMIT,
    /** Plays for longer than its ticket allows. */
    TOO_LONG,
    /** It took longer than its deadline. */
    OUT_OF_TIME,
    /** The source could not be fetched. */
    NOT_FETCHED,
    /** Our own fault; a retry may help. */
    INTERNAL
  }
}
