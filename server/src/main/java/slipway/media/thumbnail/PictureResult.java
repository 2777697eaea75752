package slipway.media.thumbnail;

/** What became of a wish for a picture. */
public sealed interface PictureResult {

  /** It was handed over. */
  record Made() implements PictureResult {}

  /** It cannot be made of this video; no retry helps. {@code operatorDetail} holds paths. */
  record Refused(String operatorDetail) implements PictureResult {}

  /** It could not be made now. {@code operatorDetail} holds paths. */
  record Unavailable(String operatorDetail) implements PictureResult {}
}
