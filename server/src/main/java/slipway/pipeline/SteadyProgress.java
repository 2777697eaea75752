package slipway.pipeline;

import java.util.function.DoubleConsumer;

/** Passes progress on in steps worth a write to the database. Used by one thread. */
final class SteadyProgress implements DoubleConsumer {
  private static final double STEP = 0.02;

  private final DoubleConsumer next;
  private double last;

  SteadyProgress(DoubleConsumer next) {
    this.next = next;
  }

  @Override
  public void accept(double share) {
    if (share >= last + STEP) {
      last = share;
      next.accept(share);
    }
  }
}
