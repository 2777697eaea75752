package slipway.core.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The log of a webhook. */
public interface Attempts {

  void add(Attempt attempt);

  Optional<Attempt> byId(UUID id);

  /** Those of a webhook, newest first. */
  List<Attempt> of(UUID webhook, int limit);

  /** Those of a webhook from a moment on and before another, oldest first. */
  List<Attempt> between(UUID webhook, Instant from, Instant to, int limit);

  /** Forgets those before a moment, at most {@code limit} at once; says how many it were. */
  int forgetBefore(Instant moment, int limit);
}
