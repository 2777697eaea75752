package slipway.api.cloudflare;

import java.util.List;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;

/** Our phases and reasons in Cloudflare's words (CF-78, CF-80). */
final class CloudflareWords {
  private CloudflareWords() {}

  /**
   * The state. A ticket that nobody used in time keeps its state, though its URL is dead (CF-81).
   */
  static String state(Video video) {
    return switch (video.phase()) {
      case Phase.AwaitingBytes() -> "pendingupload";
      case Phase.Receiving() -> "pendingupload"; // until the last byte (CF-64)
      case Phase.Fetching() -> video.source() instanceof Source.Clip ? "queued" : "downloading";
      case Phase.Inspecting() -> "queued";
      case Phase.Processing _ -> "inprogress";
      case Phase.Viewable _ -> "inprogress"; // playable already (CF-79)
      case Phase.Ready() -> "ready";
      case Phase.Failed(Failure failure) ->
          failure.kind() == Failure.Kind.NEVER_CAME ? "pendingupload" : "error";
      case Phase.Deleting() -> "error"; // never shown
    };
  }

  /** What stands behind a state, in the words of {@code VideoQuery.Field.STANDING}. */
  static List<Object> standingsBehind(String state) {
    return switch (state) {
      case "pendingupload" -> List.of("AwaitingBytes", "Receiving", Failure.Kind.NEVER_CAME.name());
      case "downloading" -> List.of("Fetching");
      case "queued" -> List.of("Inspecting", "Cutting");
      case "inprogress" -> List.of("Processing", "Viewable");
      case "ready" -> List.of("Ready");
      case "error" ->
          java.util.Arrays.stream(Failure.Kind.values())
              .filter(kind -> kind != Failure.Kind.NEVER_CAME)
              .map(kind -> (Object) kind.name())
              .toList();
      default -> List.of();
    };
  }

  /** {@code errorReasonCode}. */
  static String code(Failure failure) {
    return switch (failure.kind()) {
      case NOT_MEDIA, NOTHING_TO_PLAY, BAD_PLAYLIST -> "ERR_NON_VIDEO";
      case UNREADABLE, INCOMPLETE, ENCRYPTED -> "ERR_MALFORMED_VIDEO";
      case TOO_LONG -> "ERR_DURATION_EXCEED_CONSTRAINT";
      case TOO_SHORT -> "ERR_DURATION_TOO_SHORT";
      case NOT_FETCHED -> "ERR_FETCH_ORIGIN_ERROR";
      case OVER_LIMIT, TOO_LARGE, OUT_OF_TIME, INTERNAL, NEVER_CAME -> "ERR_UNKNOWN";
    };
  }

  /** {@code errorReasonText}: Cloudflare's sentence where it is known, else ours. */
  static String text(Failure failure) {
    return switch (failure.kind()) {
      case NOT_MEDIA, NOTHING_TO_PLAY -> "The file was not recognized as a valid video file.";
      case UNREADABLE -> "The video was deemed to be corrupted or malformed.";
      case INCOMPLETE,
          ENCRYPTED,
          BAD_PLAYLIST,
          TOO_LONG,
          TOO_SHORT,
          NOT_FETCHED,
          OVER_LIMIT,
          TOO_LARGE,
          OUT_OF_TIME,
          INTERNAL,
          NEVER_CAME ->
          failure.sentence();
    };
  }
}
