package slipway.export;

/** The other side did not do what it was asked for. */
final class NotTaken extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean isFinal;

  /**
   * @param sentence safe to show
   * @param isFinal whether asking again is of no use
   */
  NotTaken(String sentence, boolean isFinal) {
    super(sentence);
    this.isFinal = isFinal;
  }

  boolean isFinal() {
    return isFinal;
  }

  /** Safe to show. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}
