package slipway.core.video;

import org.jspecify.annotations.Nullable;

/** Where a video stands, in the order of its journey. Only {@link Video}'s methods move it on. */
public sealed interface Phase {

  /** A ticket was given, no byte came yet. */
  record AwaitingBytes() implements Phase {}

  /** Bytes are arriving. */
  record Receiving() implements Phase {}

  /** We are getting the bytes ourselves: from a URL, or out of another video. */
  record Fetching() implements Phase {}

  /** All bytes are here and safe; what they are is being found out. */
  record Inspecting() implements Phase {}

  /**
   * Known to be media, nothing can be watched yet.
   *
   * @param progress 0 to 1, never falls
   */
  record Processing(double progress) implements Phase {}

  /**
   * Can be watched, more is being made.
   *
   * @param progress 0 to 1, never falls
   */
  record Viewable(double progress) implements Phase {}

  /** Everything that will be made is there. */
  record Ready() implements Phase {}

  /** It will not become watchable unless somebody retries. */
  record Failed(Failure failure) implements Phase {}

  /** Taken away by its owner; its bytes are going. */
  record Deleting() implements Phase {}

  /** How far the work is, 0 to 1; {@code null} where there is nothing to tell. */
  default @Nullable Double progressSoFar() {
    return switch (this) {
      case Processing(double progress) -> progress;
      case Viewable(double progress) -> progress;
      case AwaitingBytes _, Receiving _, Fetching _, Inspecting _, Ready _, Failed _, Deleting _ ->
          null;
    };
  }

  /** The phase's one word, as stored and shown by our own windows. */
  default String word() {
    return switch (this) {
      case AwaitingBytes() -> "AwaitingBytes";
      case Receiving() -> "Receiving";
      case Fetching() -> "Fetching";
      case Inspecting() -> "Inspecting";
      case Processing _ -> "Processing";
      case Viewable _ -> "Viewable";
      case Ready() -> "Ready";
      case Failed _ -> "Failed";
      case Deleting() -> "Deleting";
    };
  }
}
