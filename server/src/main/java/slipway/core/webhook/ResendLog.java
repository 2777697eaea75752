package slipway.core.webhook;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/**
 * Tells a webhook once more what its log says that it was told in some span of time, for a receiver
 * that has lost what it took. Each event is put up once, however often it was tried, and goes the
 * way of all news, under the id that it had.
 */
public final class ResendLog {
  /** So many entries of the log are gone through at once. */
  static final int MOST = 1_000;

  private final Webhooks webhooks;
  private final Attempts attempts;
  private final Deliveries deliveries;
  private final DeliveryRounds rounds;
  private final Transactions transactions;
  private final Ids ids;
  private final InstantSource clock;

  public ResendLog(
      Webhooks webhooks,
      Attempts attempts,
      Deliveries deliveries,
      DeliveryRounds rounds,
      Transactions transactions,
      Ids ids,
      InstantSource clock) {
    this.webhooks = webhooks;
    this.attempts = attempts;
    this.deliveries = deliveries;
    this.rounds = rounds;
    this.transactions = transactions;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What was put up.
   *
   * @param messages how many
   * @param next where to go on, {@code null} when all of the span was gone through
   */
  public record PutUp(int messages, @Nullable Instant next) {}

  /**
   * Puts up what was told from a moment on and before another.
   *
   * @throws ProblemException {@link Problem.NotFound}, {@link Problem.BadField}, {@link
   *     Problem.WrongState} when it is switched off
   */
  public PutUp resend(UUID id, Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw new ProblemException(new Problem.BadField("to", "must be after from"));
    }
    webhooks
        .byId(id)
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("There is no such webhook.")))
        .requireOn();
    List<Attempt> log = attempts.between(id, from, to, MOST + 1);
    Map<UUID, String> names = new LinkedHashMap<>();
    log.stream().limit(MOST).forEach(attempt -> names.put(attempt.event(), attempt.name()));
    Instant now = clock.instant();
    transactions.change(() -> {
      names.forEach((event, name) ->
          deliveries.add(new Delivery(ids.uuid(), id, event, name, /* attempts= */ 0, now, now)));
      if (!names.isEmpty()) {
        rounds.due(id, now);
      }
    });
    return new PutUp(names.size(), log.size() > MOST ? log.getLast().at() : null);
  }
}
