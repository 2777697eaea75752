package slipway.testing.faults;

import java.io.IOException;

/** The power went: neither this call nor any after it reached the disk. */
public final class PowerLoss extends IOException {
  private static final long serialVersionUID = 1L;

  PowerLoss() {
    super("the power went");
  }
}
