package slipway.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Transactions;
import slipway.core.problem.ProblemException;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryWebhooks;
import slipway.testing.SettableClock;

final class KeepWebhooksTest {
  private final InMemoryWebhooks webhooks = new InMemoryWebhooks();
  private final Outermost transactions = new Outermost();
  private final KeepWebhooks keep =
      new KeepWebhooks(
          webhooks,
          new NoRounds(),
          _ -> Optional.empty(),
          transactions,
          new CountingIds(),
          new SettableClock());

  @Test
  @DisplayName("LP-184: several webhooks go in one transaction, which one that is not there undoes")
  void removeAll() {
    UUID one = made();
    UUID two = made();
    UUID kept = made();
    transactions.ended = 0;
    keep.removeAll(1, List.of(one, two));
    assertThat(transactions.ended).isEqualTo(1);
    assertThat(webhooks.of(1)).extracting(Webhook::id).containsExactly(kept);

    assertThatThrownBy(() -> keep.removeAll(1, List.of(kept, one)))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> keep.removeAll(2, List.of(kept)))
        .as("somebody else's")
        .isInstanceOf(ProblemException.class);
    assertThat(transactions.ended).as("nothing was kept").isEqualTo(1);
  }

  private UUID made() {
    var asked =
        new KeepWebhooks.Asked(
            "a", "https://a.example/", List.of(), /* secret= */ null, /* streamId= */ null);
    return keep.make(1, "livepeer", asked).id();
  }

  /** Counts the transactions that end well; those inside others are part of them. */
  private static final class Outermost implements Transactions {
    private int depth;
    private int ended;

    @Override
    public <T> T run(Supplier<T> change) {
      depth++;
      try {
        T result = change.get();
        ended += depth == 1 ? 1 : 0;
        return result;
      } finally {
        depth--;
      }
    }

    @Override
    public void afterwards(Runnable action) {
      throw new UnsupportedOperationException("nothing here is done afterwards");
    }
  }

  private static final class NoRounds implements DeliveryRounds {
    @Override
    public void due(UUID webhook, Instant at) {}

    @Override
    public void stop(UUID webhook) {}
  }
}
