package slipway.api.gcore;

import static slipway.core.video.VideoQuery.Comparison.ANY_OF;
import static slipway.core.video.VideoQuery.Comparison.EQUAL;
import static slipway.core.video.VideoQuery.Comparison.GREATER;

import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.core.rendition.Rendition;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.VideoQuery.Condition;
import slipway.core.video.VideoQuery.Field;

/**
 * Our phases and reasons in Gcore's words (section 4 of the contract). A file that is no video
 * never leaves {@code empty}: until it has been looked at it counts as not received, so that the
 * status never goes backwards (GC-51, GC-53).
 */
final class GcoreWords {
  static final String EMPTY = "empty";
  static final String PENDING = "pending";
  static final String VIEWABLE = "viewable";
  static final String READY = "ready";
  static final String ERROR = "error";

  private static final String ENCODING_FAILED = "Encoding has failed";

  private GcoreWords() {}

  /**
   * The status of a video.
   *
   * @param renditions all of them: one that failed keeps a video from being ready in all qualities
   *     (GC-55)
   */
  static String status(Video video, List<Rendition> renditions) {
    return switch (video.phase()) {
      case Phase.AwaitingBytes() -> EMPTY;
      case Phase.Receiving() -> EMPTY;
      case Phase.Fetching() -> EMPTY;
      case Phase.Inspecting() -> video.facts() == null ? EMPTY : PENDING; // tried again
      case Phase.Processing _ -> PENDING;
      case Phase.Viewable _ -> VIEWABLE;
      case Phase.Ready() -> someFailed(renditions) ? VIEWABLE : READY;
      case Phase.Failed _ -> video.facts() == null ? EMPTY : ERROR;
      case Phase.Deleting() -> EMPTY;
    };
  }

  /**
   * The conditions that exactly the videos of a status fulfil; empty for a word that is none. They
   * say again what {@link #status} says.
   */
  static List<Condition> having(String status) {
    return switch (status) {
      case EMPTY ->
          List.of(
              in("AwaitingBytes", "Receiving", "Fetching", "Inspecting", "Failed"),
              in("AwaitingBytes", "Receiving", "Fetching").or(inspected(0)));
      case PENDING -> List.of(in("Processing", "Inspecting"), in("Processing").or(inspected(1)));
      case VIEWABLE -> List.of(in("Viewable", "Ready"), in("Viewable").or(failed(GREATER)));
      case READY -> List.of(in("Ready"), failed(EQUAL));
      case ERROR -> List.of(in("Failed"), inspected(1));
      default -> List.of();
    };
  }

  private static Condition in(Object... phases) {
    return new Condition(Field.PHASE, ANY_OF, List.of(phases));
  }

  private static Condition inspected(long so) {
    return new Condition(Field.INSPECTED, EQUAL, List.of(so));
  }

  /** Compared with none. */
  private static Condition failed(Comparison comparison) {
    return new Condition(Field.FAILED_RENDITIONS, comparison, List.of(0L));
  }

  /** The text in {@code error}, or {@code null}. */
  static @Nullable String error(Video video, List<Rendition> renditions) {
    if (video.phase() instanceof Phase.Failed(Failure failure)) {
      // Nothing but a part that was asked for makes a file too short at this door.
      return failure.kind() == Failure.Kind.TOO_SHORT && video.wishes().isCut()
          ? "Requested encoding duration exceeds clip length"
          : error(failure, video.facts() != null);
    }
    return video.isWatchable() && someFailed(renditions) ? ENCODING_FAILED : null;
  }

  /**
   * The text for a reason.
   *
   * @param looked whether the source had been found to be a video
   */
  private static String error(Failure failure, boolean looked) {
    return switch (failure.kind()) {
      case NOT_MEDIA, BAD_PLAYLIST -> "File Invalid"; // GC-54
      case UNREADABLE -> "Unable to analyze the origin file";
      case NOTHING_TO_PLAY -> "Video file has empty streams";
      case ENCRYPTED -> "Video file has codec parameters issue";
      case INCOMPLETE, NEVER_CAME -> looked ? ENCODING_FAILED : "The downloaded file is incomplete";
      case OVER_LIMIT -> "The storage limit has been exceeded";
      case NOT_FETCHED -> notFetched(failure.there());
      case OUT_OF_TIME, INTERNAL -> looked ? ENCODING_FAILED : "Unable to validate video file";
      // None of Gcore's texts says so, and a limit of the storage would be looked for in vain.
      case TOO_LARGE, TOO_LONG, TOO_SHORT -> failure.sentence();
    };
  }

  private static String notFetched(Failure.@Nullable There there) {
    return switch (there) {
      case FORBADE -> "Access to the origin is forbidden";
      case BROKE_OFF -> "Connection reset by peer";
      case WAS_SILENT -> "Network timeout occurred";
      case GAVE_A_PART -> "The downloaded file is incomplete";
      case HAD_NOTHING -> "The requested origin was not found";
      case null -> "Unable to analyze the origin file";
    };
  }

  private static boolean someFailed(List<Rendition> renditions) {
    return renditions.stream().anyMatch(rendition -> rendition.state() == Rendition.State.FAILED);
  }
}
