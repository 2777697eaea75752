package slipway.core.webhook;

import java.time.Instant;
import java.time.InstantSource;
import slipway.core.Transactions;

/**
 * Wakes the rounds of webhooks whose time has passed without one. A round waits longer and longer
 * when the process dies in it again and again, and is given up in the end, as work should that may
 * itself be what kills the process; but a telling never is, and must not wait for the next event
 * (REL-73).
 */
public final class WakeRounds {
  private final Deliveries deliveries;
  private final DeliveryRounds rounds;
  private final Transactions transactions;
  private final InstantSource clock;

  public WakeRounds(
      Deliveries deliveries,
      DeliveryRounds rounds,
      Transactions transactions,
      InstantSource clock) {
    this.deliveries = deliveries;
    this.rounds = rounds;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Wakes all whose time has passed; those that run already look once more afterwards. */
  public void wake() {
    Instant now = clock.instant();
    transactions.change(() ->
        deliveries.backlogs().stream()
            .filter(backlog -> backlog.nextAt().isBefore(now))
            .forEach(backlog -> rounds.due(backlog.webhook(), backlog.nextAt())));
  }
}
