package slipway.core.video;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a video failed.
 *
 * @param kind the class of reason, from which a dialect picks its own words
 * @param sentence the cause and, where there is one, the cure, for a person; no paths, no secrets
 * @param there what the place did from where the file was to come, {@code null} when that is not
 *     known or there is none
 */
public record Failure(Kind kind, String sentence, @Nullable There there) {

  /** Where nothing more is known, or there is no other side. */
  public Failure(Kind kind, String sentence) {
    this(kind, sentence, /* there= */ null);
  }

  /** The sentence for a file that plays longer than {@code most}. */
  public static Failure tooLong(Duration most) {
    return new Failure(
        Kind.TOO_LONG,
        "The video is longer than the allowed %d seconds.".formatted(most.toSeconds()));
  }

  /** The sentence for a file for which the account has not enough minutes left (CF-32). */
  public static Failure overMinutes(Duration used, Duration allowed) {
    return new Failure(
        Kind.OVER_LIMIT,
        String.format(
            Locale.ROOT,
            "Storage capacity exceeded: You have uploaded %.2f minutes and are allocated %d"
                + " minutes. The file is kept: delete videos, and try this one again.",
            used.toMillis() / 60_000.0,
            allowed.toMinutes()));
  }

  /** The sentence for a file that plays for less than {@code least}. */
  public static Failure tooShort(Duration least) {
    return new Failure(
        Kind.TOO_SHORT,
        "The video is shorter than the %s seconds that it needs at least."
            .formatted(BigDecimal.valueOf(least.toMillis(), 3).stripTrailingZeros()));
  }

  /** For a file that ends before the part that was wanted of it. */
  public static Failure partBeyondEnd() {
    return new Failure(
        Kind.TOO_SHORT, "The part that is wanted does not lie within the video, which is shorter.");
  }

  /** What the place did from where a file was to come. */
  public enum There {
    /** It wants to know who asks, or knows and refuses. */
    FORBADE,
    /** It has no such file. */
    HAD_NOTHING,
    /** It could not be reached, or broke off. */
    BROKE_OFF,
    /** It was silent for too long. */
    WAS_SILENT,
    /** It gave only a part of the file. */
    GAVE_A_PART
  }

  /** Classes of reasons. */
  public enum Kind {
    /** The bytes are no media (text, a script, a picture, an archive …). */
    NOT_MEDIA,
    /** A playlist that does not lead to one whole film. */
    BAD_PLAYLIST,
    /** Media of a kind that cannot be opened or decoded. */
    UNREADABLE,
    /** Opened, but neither picture nor sound in it. */
    NOTHING_TO_PLAY,
    /** Protected by DRM. */
    ENCRYPTED,
    /** The file ends too early or its parts do not fit together. */
    INCOMPLETE,
    /** More bytes than any file may have. */
    TOO_LARGE,
    /** The account or the house has no room for it. */
    OVER_LIMIT,
    /** Plays for longer than its ticket allows. */
    TOO_LONG,
    /** Plays for less time than its ticket asks for. */
    TOO_SHORT,
    /** The time of its upload passed before its last byte. */
    NEVER_CAME,
    /** It took longer than its deadline. */
    OUT_OF_TIME,
    /** The source could not be fetched. */
    NOT_FETCHED,
    /** Our own fault; a retry may help. */
    INTERNAL
  }
}
