package slipway.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.Attempts;

/** A log of webhooks in a list. */
public final class InMemoryAttempts implements Attempts {
  private final List<Attempt> attempts = new ArrayList<>();

  @Override
  public synchronized void add(Attempt attempt) {
    attempts.add(attempt);
  }

  @Override
  public synchronized Optional<Attempt> byId(UUID id) {
    return attempts.stream().filter(attempt -> attempt.id().equals(id)).findFirst();
  }

  @Override
  public synchronized List<Attempt> of(UUID webhook, int limit) {
    return attempts.stream()
        .filter(attempt -> attempt.webhook().equals(webhook))
        .sorted(Comparator.comparing(Attempt::at).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Attempt> between(UUID webhook, Instant from, Instant to, int limit) {
    return attempts.stream()
        .filter(attempt -> attempt.webhook().equals(webhook))
        .filter(attempt -> !attempt.at().isBefore(from) && attempt.at().isBefore(to))
        .sorted(Comparator.comparing(Attempt::at))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized int forgetBefore(Instant moment, int limit) {
    int before = attempts.size();
    attempts.removeIf(attempt -> attempt.at().isBefore(moment));
    return before - attempts.size();
  }
}
