package slipway.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. Safe for any thread. */
public final class SettableClock implements InstantSource {
  /** When every test begins: 2026-01-01T00:00:00Z. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = START;

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Moves the hands forward, or back. */
  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }

  /** Sets the hands. */
  public synchronized void set(Instant to) {
    now = to;
  }
}
