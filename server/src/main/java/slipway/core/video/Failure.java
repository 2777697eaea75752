package slipway.core.video;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a video, or something that was to be made of it, failed. Made by {@link #of}, which never
 * leaves a cause without its cure; the constructors are for what is remembered.
 *
 * @param kind the class of reason, from which a dialect picks its own words
 * @param sentence the cause and the cure, for a person; no paths, no secrets
 * @param there what the place did from where the file was to come, {@code null} when that is not
 *     known or there is none
 */
public record Failure(Kind kind, String sentence, @Nullable There there) {

  /** Where nothing more is known, or there is no other side. */
  public Failure(Kind kind, String sentence) {
    this(kind, sentence, /* there= */ null);
  }

  /**
   * With what helps against most failures of its kind.
   *
   * @param cause what went wrong, a sentence
   */
  public static Failure of(Kind kind, String cause) {
    return of(kind, cause, kind.cure());
  }

  /**
   * With a cure that only this cause has.
   *
   * @param cause what went wrong, a sentence
   * @param cure what helps, a sentence
   */
  public static Failure of(Kind kind, String cause, String cure) {
    return new Failure(kind, ended(cause) + " " + cure);
  }

  private static String ended(String cause) {
    return cause.endsWith(".") || cause.endsWith("?") ? cause : cause + ".";
  }

  /** The same, with what the other side did. */
  public Failure seen(@Nullable There other) {
    return new Failure(kind, sentence, other);
  }

  /** The sentence for a file that plays longer than {@code most}. */
  public static Failure tooLong(Duration most) {
    return of(
        Kind.TOO_LONG,
        "The video is longer than the allowed %d seconds.".formatted(most.toSeconds()));
  }

  /** For a source that its video should have and has not. */
  public static Failure fileGone() {
    return of(Kind.INTERNAL, "The stored file is missing.", "Upload it again.");
  }

  /** The sentence for a file for which the account has not enough minutes left (CF-32). */
  public static Failure overMinutes(Duration used, Duration allowed) {
    return of(
        Kind.OVER_LIMIT,
        String.format(
            Locale.ROOT,
            "Storage capacity exceeded: You have uploaded %.2f minutes and are allocated %d"
                + " minutes.",
            used.toMillis() / 60_000.0,
            allowed.toMinutes()),
        "The file is kept: delete videos, and try this one again.");
  }

  /** The sentence for a file that plays for less than {@code least}. */
  public static Failure tooShort(Duration least) {
    return of(
        Kind.TOO_SHORT,
        "The video is shorter than the %s seconds that it needs at least."
            .formatted(BigDecimal.valueOf(least.toMillis(), 3).stripTrailingZeros()));
  }

  /** For a file that ends before the part that was wanted of it. */
  public static Failure partBeyondEnd() {
    return of(
        Kind.TOO_SHORT,
        "The part that is wanted does not lie within the video, which is shorter.",
        "Ask for one that does.");
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

  /** Classes of reasons, each with what helps against most of it. */
  public enum Kind {
    /** The bytes are no media (text, a script, a picture, an archive …). */
    NOT_MEDIA("Upload the video or audio file itself, such as MP4, MOV, MKV, WebM or MP3."),
    /** A playlist that does not lead to one whole film. */
    BAD_PLAYLIST(
        "Give the URL of the film's own file, or of a playlist that lists all" + " of one film."),
    /** Media of a kind that cannot be opened or decoded. */
    UNREADABLE(
        "Convert it to MP4 with H.264 and AAC and upload that, or upload it"
            + " again if it was damaged on its way."),
    /** Opened, but neither picture nor sound in it. */
    NOTHING_TO_PLAY("Upload a file with a picture or sound, such as MP4 with H.264 and AAC."),
    /** Protected by DRM. */
    ENCRYPTED("Upload it without encryption."),
    /** The file ends too early or its parts do not fit together. */
    INCOMPLETE("Upload it again."),
    /** More bytes than any file may have. */
    TOO_LARGE("Upload a smaller file, or ask the operator to allow larger ones."),
    /** The account or the house has no room for it. */
    OVER_LIMIT("Delete videos or ask for more room, then try again."),
    /** Plays for longer than its ticket allows. */
    TOO_LONG("Cut it, or ask for an upload that allows more."),
    /** Plays for less time than its ticket asks for. */
    TOO_SHORT("Upload a longer one, or ask for an upload that allows less."),
    /** The time of its upload passed before its last byte. */
    NEVER_CAME("Ask for a new upload, and send the file before its time is over."),
    /** It took longer than its deadline. */
    OUT_OF_TIME("Try it again when the server has less to do, or upload a smaller file."),
    /** The source could not be fetched. */
    NOT_FETCHED("Check that the URL can be opened from anywhere, then try again."),
    /** Our own fault; a retry may help. */
    INTERNAL("Try it again later; the operator finds more in the log.");

    private final String cure;

    Kind(String cure) {
      this.cure = cure;
    }

    /** A sentence for the person whose video it is. */
    public String cure() {
      return cure;
    }
  }
}
