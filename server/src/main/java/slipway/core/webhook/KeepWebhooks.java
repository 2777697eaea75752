package slipway.core.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Lets the owner of an account say who is to be told of what. */
public final class KeepWebhooks {
  /** How long a secret that was replaced signs, too, where nobody says otherwise (REL-75). */
  public static final Duration ROTATION = Duration.ofDays(1);

  private static final int MOST = 100;
  private static final Duration LONGEST_ROTATION = Duration.ofDays(7);

  private final Webhooks webhooks;
  private final DeliveryRounds rounds;
  private final Function<String, Optional<String>> whyNot;
  private final Transactions transactions;
  private final Ids ids;
  private final InstantSource clock;

  /**
   * @param whyNot why a URL will never be called, in a sentence; empty when it may be (REL-60)
   */
  public KeepWebhooks(
      Webhooks webhooks,
      DeliveryRounds rounds,
      Function<String, Optional<String>> whyNot,
      Transactions transactions,
      Ids ids,
      InstantSource clock) {
    this.webhooks = webhooks;
    this.rounds = rounds;
    this.whyNot = whyNot;
    this.transactions = transactions;
    this.ids = ids;
    this.clock = clock;
  }

  /** What a webhook is to be. */
  public record Asked(
      String name,
      String url,
      List<String> events,
      @Nullable String secret,
      @Nullable String streamId) {

    /** A blank secret signs nothing, so it is none. */
    public Asked {
      secret = secret == null || secret.isBlank() ? null : secret;
    }
  }

  /**
   * Makes one.
   *
   * @throws ProblemException {@link Problem.BadField} for a URL that is never called; {@link
   *     Problem.OverQuota} when the account has too many
   */
  public Webhook make(long account, String madeBy, Asked asked) {
    checkUrl(asked.url());
    Webhook webhook =
        new Webhook(
            ids.uuid(),
            account,
            madeBy,
            asked.name(),
            asked.url(),
            asked.events(),
            asked.secret(),
            /* formerSecret= */ null,
            /* formerUntil= */ null,
            asked.streamId(),
            clock.instant(),
            /* switchedOffAt= */ null,
            /* lastTriggeredAt= */ null,
            /* lastFailure= */ null);
    transactions.change(() -> {
      if (webhooks.of(account).size() >= MOST) {
        throw new ProblemException(
            new Problem.OverQuota(
                "an account has at most " + MOST + " webhooks", Duration.ofHours(1)));
      }
      webhooks.add(webhook);
    });
    return webhook;
  }

  /**
   * Makes the one webhook that a door has for an account, or moves it.
   *
   * @param events everything that the door tells
   * @param secret that signs; {@code null} leaves it as it is, an empty one takes it away
   * @throws ProblemException {@link Problem.BadField} for a URL that is never called
   */
  public Webhook only(
      long account, String madeBy, String url, List<String> events, @Nullable String secret) {
    return transactions.run(() -> {
      Optional<Webhook> before = list(account, madeBy).stream().findFirst();
      String kept = before.isPresent() && secret == null ? before.get().secret() : secret;
      Asked asked = new Asked(madeBy, url, events, kept, /* streamId= */ null);
      return before.isPresent()
          ? change(account, before.get().id(), asked)
          : make(account, madeBy, asked);
    });
  }

  /**
   * The one webhook of a door that knows only one for each account. While its URL stays, so does
   * its secret, with another URL it gets the one that is asked for; what it has yet to be told goes
   * to where it lies now.
   *
   * @throws ProblemException {@link Problem.BadField}, {@link Problem.OverQuota}
   */
  public Webhook put(long account, String madeBy, Asked asked) {
    checkUrl(asked.url());
    Instant now = clock.instant();
    return transactions.run(() -> {
      List<Webhook> before = list(account, madeBy);
      // Two that came at the same moment end with the next.
      before.stream().skip(1).forEach(more -> remove(account, more.id()));
      if (before.isEmpty()) {
        return make(account, madeBy, asked);
      }
      Webhook known = before.getFirst();
      if (known.url().equals(asked.url()) && known.switchedOffAt() == null) {
        return known;
      }
      String secret = known.url().equals(asked.url()) ? known.secret() : asked.secret();
      Webhook changed =
          known
              .changed(asked.name(), asked.url(), asked.events(), secret, asked.streamId())
              .at(now);
      webhooks.update(changed);
      rounds.due(known.id(), now);
      return changed;
    });
  }

  /** Those of an account that a door made, oldest first. */
  public List<Webhook> list(long account, String madeBy) {
    return webhooks.of(account).stream()
        .filter(webhook -> webhook.madeBy().equals(madeBy))
        .toList();
  }

  /** One of an account, whichever door made it. */
  public Optional<Webhook> find(long account, UUID id) {
    return webhooks.byId(id).filter(webhook -> webhook.account() == account);
  }

  /**
   * Changes one; what it has yet to be told goes to where it lies now.
   *
   * @throws ProblemException {@link Problem.NotFound}, {@link Problem.BadField}
   */
  public Webhook change(long account, UUID id, Asked asked) {
    checkUrl(asked.url());
    Instant now = clock.instant();
    return transactions.run(() -> {
      Webhook webhook =
          get(account, id)
              .changed(asked.name(), asked.url(), asked.events(), asked.secret(), asked.streamId());
      webhooks.update(webhook);
      rounds.due(id, now);
      return webhook;
    });
  }

  /**
   * The same; where another secret takes the place of one, that one signs for a while, too, so that
   * a receiver may be changed before or after (REL-75).
   *
   * @throws ProblemException {@link Problem.NotFound}, {@link Problem.BadField}
   */
  public Webhook change(long account, UUID id, Asked asked, Duration overlap) {
    checkUrl(asked.url());
    return transactions.run(() -> {
      String before = get(account, id).secret();
      String after = asked.secret();
      if (before != null && after != null && !after.equals(before)) {
        rotate(account, id, after, overlap);
      }
      return change(account, id, asked);
    });
  }

  /**
   * Gives it another secret; for a while the one before signs, too (REL-75).
   *
   * @throws ProblemException {@link Problem.NotFound}, {@link Problem.BadField}
   */
  public Webhook rotate(long account, UUID id, String secret, Duration overlap) {
    if (secret.isBlank()) {
      throw new ProblemException(new Problem.BadField("secret", "a secret is not blank"));
    }
    if (overlap.isNegative() || overlap.compareTo(LONGEST_ROTATION) > 0) {
      throw new ProblemException(
          new Problem.BadField("overlap", "both secrets are valid for at most seven days"));
    }
    Instant until = clock.instant().plus(overlap);
    return transactions.run(() -> {
      Webhook webhook = get(account, id).rotated(secret, until);
      webhooks.update(webhook);
      return webhook;
    });
  }

  /**
   * Takes one away.
   *
   * @throws ProblemException {@link Problem.NotFound}
   */
  public Webhook remove(long account, UUID id) {
    return transactions.run(() -> {
      Webhook webhook = get(account, id);
      rounds.stop(id);
      webhooks.remove(id);
      return webhook;
    });
  }

  /**
   * Takes several away, all of them or none.
   *
   * @throws ProblemException {@link Problem.NotFound} when one is not there
   */
  public void removeAll(long account, List<UUID> all) {
    transactions.change(() -> all.forEach(id -> remove(account, id)));
  }

  private Webhook get(long account, UUID id) {
    return find(account, id)
        .orElseThrow(() -> new ProblemException(new Problem.NotFound("webhook not found")));
  }

  private void checkUrl(String url) {
    whyNot
        .apply(url)
        .ifPresent(why -> {
          throw new ProblemException(new Problem.BadField("url", why));
        });
  }
}
