package slipway.media.container;

/** Carries a verdict out of the depths of the parser; never leaves this room. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Mp4Reading.Refused verdict;

  Refusal(Mp4Reading.Refused verdict) {
    // No stack trace: a refusal is an answer, and hostile files would make us pay for one each.
    super(verdict.reason(), null, false, false);
    this.verdict = verdict;
  }

  static Refusal malformed(String reason) {
    return new Refusal(new Mp4Reading.Malformed(reason));
  }

  static Refusal unsupported(String reason) {
    return new Refusal(new Mp4Reading.Unsupported(reason));
  }

  Mp4Reading.Refused verdict() {
    return verdict;
  }
}
