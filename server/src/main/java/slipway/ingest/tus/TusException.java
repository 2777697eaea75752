package slipway.ingest.tus;

/** Carries a {@link TusRefusal} out of a handler. */
final class TusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient TusRefusal refusal;

  TusException(TusRefusal refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  TusRefusal refusal() {
    return refusal;
  }
}
