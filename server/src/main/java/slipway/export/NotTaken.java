package slipway.export;

/** The other side did not do what it was asked for. */
final class NotTaken extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int NO_STATUS = 0;

  private final boolean isFinal;
  private final int status;

  /**
   * @param sentence safe to show
   * @param isFinal whether asking again is of no use
   */
  NotTaken(String sentence, boolean isFinal) {
    this(sentence, isFinal, NO_STATUS);
  }

  /** With the status that it answered. */
  NotTaken(String sentence, boolean isFinal, int status) {
    super(sentence);
    this.isFinal = isFinal;
    this.status = status;
  }

  /** Whether it knows nothing of what it was asked about. */
  boolean isUnknown() {
    return status == 404;
  }

  boolean isFinal() {
    return isFinal;
  }

  /** Safe to show. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}
