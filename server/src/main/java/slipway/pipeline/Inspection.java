package slipway.pipeline;

import java.util.Optional;
import java.util.function.UnaryOperator;
import slipway.core.rendition.Traits;
import slipway.core.video.Facts;
import slipway.core.video.Failure;

/** What a look into a source has found. */
sealed interface Inspection {

  /** What is in it, when it is media. */
  default Optional<Facts> known() {
    return switch (this) {
      case AsIs(Facts facts, _, _) -> Optional.of(facts);
      case Remux(Facts facts, _) -> Optional.of(facts);
      case Encode(Facts facts, _) -> Optional.of(facts);
      case Refused _, NotNow _, Again _, Stopped _ -> Optional.empty();
    };
  }

  /** The same of media of which something else is known. */
  default Inspection with(UnaryOperator<Facts> more) {
    return switch (this) {
      case AsIs(Facts facts, Traits traits, boolean texts) ->
          new AsIs(more.apply(facts), traits, texts);
      case Remux(Facts facts, String reason) -> new Remux(more.apply(facts), reason);
      case Encode(Facts facts, String reason) -> new Encode(more.apply(facts), reason);
      case Refused _, NotNow _, Again _, Stopped _ -> this;
    };
  }

  /**
   * It can be watched as it is.
   *
   * @param texts whether its index names tracks of text
   */
  record AsIs(Facts facts, Traits traits, boolean texts) implements Inspection {}

  /**
   * Its picture can be watched once it lies in another container, or its sound is changed.
   *
   * @param reason why, for the log
   */
  record Remux(Facts facts, String reason) implements Inspection {}

  /**
   * It is media, but must be encoded first.
   *
   * @param reason why, for the log
   */
  record Encode(Facts facts, String reason) implements Inspection {}

  /** It will never be watched. */
  record Refused(Failure failure) implements Inspection {}

  /** What is needed to find it out is not there; it waits until it is. */
  record NotNow(String reason) implements Inspection {}

  /**
   * Finding it out went wrong, which may happen once.
   *
   * @param kind of the failure when it goes wrong again and again
   * @param cause a sentence
   */
  record Again(Failure.Kind kind, String cause) implements Inspection {}

  /** The server stops; it is found out the next time. */
  record Stopped() implements Inspection {}
}
