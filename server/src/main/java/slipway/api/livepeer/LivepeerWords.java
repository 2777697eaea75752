package slipway.api.livepeer;

import java.util.List;
import slipway.core.task.Task;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Signing;

/** Our phases, states and reasons in Livepeer's words (LP-83, LP-92, LP-111). */
final class LivepeerWords {
  private static final String SUPPORT_MATRIX =
      ", check your input file against the input codec and container support matrix";

  private LivepeerWords() {}

  /**
   * The asset's phase. It follows from the video alone, so lists, filters and webhooks always
   * agree: until the source has been looked at the asset waits, whatever its task does meanwhile.
   */
  static String phase(Phase phase) {
    return switch (phase) {
      case Phase.AwaitingBytes() -> "uploading";
      case Phase.Receiving() -> "uploading";
      case Phase.Fetching() -> "waiting";
      case Phase.Inspecting() -> "waiting";
      case Phase.Processing _ -> "processing";
      case Phase.Viewable _ -> "processing";
      case Phase.Ready() -> "ready";
      case Phase.Failed _ -> "failed";
      case Phase.Deleting() -> "deleting";
    };
  }

  /** The words of our phases behind one of Livepeer's; empty for a word of theirs we never say. */
  static List<String> phasesBehind(String word) {
    return switch (word) {
      case "uploading" -> List.of("AwaitingBytes", "Receiving");
      case "waiting" -> List.of("Fetching", "Inspecting");
      case "processing" -> List.of("Processing", "Viewable");
      case "ready" -> List.of("Ready");
      case "failed" -> List.of("Failed");
      default -> List.of();
    };
  }

  /** The task's phase. */
  static String phase(Task.State state) {
    return switch (state) {
      case PENDING -> "pending";
      case WAITING -> "waiting";
      case RUNNING -> "running";
      case COMPLETED -> "completed";
      case FAILED -> "failed";
    };
  }

  /** The task's type. */
  static String type(Task.Kind kind) {
    return switch (kind) {
      case UPLOAD -> "upload";
      case CLIP -> "clip";
      case EXPORT -> "export";
    };
  }

  /** The reason as Livepeer words it; ours where it has no words that would help (LP-92). */
  static String failure(Failure failure) {
    return switch (failure.kind()) {
      case NOT_MEDIA, NOTHING_TO_PLAY -> "invalid video file codec or container" + SUPPORT_MATRIX;
      // Only the sentence says which URL to give instead (LP-81).
      case BAD_PLAYLIST -> "invalid video file codec or container: " + failure.sentence();
      case UNREADABLE -> "failed to probe or open file" + SUPPORT_MATRIX;
      case NOT_FETCHED -> "file could not be imported from URL because it was not accessible";
      case OUT_OF_TIME -> "execution timeout";
      case INTERNAL -> "internal error processing file";
      case ENCRYPTED, INCOMPLETE, OVER_LIMIT, TOO_LARGE, TOO_LONG, TOO_SHORT, NEVER_CAME ->
          failure.sentence();
    };
  }

  /** How far the signing is, in the words of {@code storage.status}. */
  static String phase(Signing.State state) {
    return switch (state) {
      case WAITING -> "waiting";
      case SIGNED, UNSTAMPED -> "ready";
      case FAILED -> "failed";
    };
  }
}
