package slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.access.KeepSigningKeys;
import slipway.core.access.SigningKey;
import slipway.core.policy.Policy;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.core.webhook.Webhook;
import slipway.testing.CountingIds;
import slipway.testing.DirectTransactions;
import slipway.testing.InMemoryProtections;
import slipway.testing.InMemorySigningKeys;
import slipway.testing.InMemoryWebhooks;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

class HindrancesTest {
  private static final Instant NOW = SettableClock.START;

  private final SettableClock clock = new SettableClock();
  private final InMemoryWebhooks webhooks = new InMemoryWebhooks();
  private final InMemorySigningKeys keys = new InMemorySigningKeys();
  private List<JobRow> jobs = List.of();
  private final Hindrances hindrances =
      new Hindrances(
          () -> jobs, webhooks, keys, Set.of("livepeer"), new InMemoryProtections(), clock);

  @Test
  @DisplayName("what everybody can watch has nothing in its way")
  void nothing() {
    assertThat(hindrances.of(video(Policy.open()))).isEmpty();
  }

  @Test
  @DisplayName("work that waits says for what; work that runs says nothing")
  void work() {
    Video video = inspecting();
    JobRow other = job("other", "work", NOW, NOW);
    JobRow first = job("another", "work", NOW.minusSeconds(90), null);
    JobRow elsewhere = job("hook", "news", NOW, NOW);
    String own = video.id() + "/rung";

    jobs = List.of(other, first, job(own, "work", NOW.minusSeconds(60), null), elsewhere);
    assertThat(hindrances.of(video))
        .singleElement()
        .asString()
        .contains("since " + NOW.minusSeconds(60), "1 running, 1 waiting before it")
        .doesNotContain("If none");

    jobs = List.of(job(own, "work", NOW, null), elsewhere);
    assertThat(hindrances.of(video)).singleElement().asString().contains("no process does");

    jobs = List.of(job(own, "work", NOW.plus(Duration.ofMinutes(3)), null));
    assertThat(hindrances.of(video))
        .containsExactly(
            "Its work (kind) is tried again at " + NOW.plusSeconds(180) + ": The disk is full.");

    jobs = List.of(job(own, "work", NOW, NOW));
    assertThat(hindrances.of(video)).isEmpty();
    jobs = List.of();
    assertThat(hindrances.of(video)).isEmpty();
  }

  @Test
  @DisplayName("a gate that is gone, belongs to somebody else, or does not answer")
  void gate() {
    Webhook gate = webhook(1, 1);
    Webhook foreign = webhook(2, 2);
    Video video = video(gate(gate.id().toString()));

    assertThat(hindrances.of(video)).isEmpty();
    for (String gone : List.of(foreign.id().toString(), CountingIds.uuid(99).toString(), "no id")) {
      assertThat(hindrances.of(video(gate(gone))))
          .singleElement()
          .asString()
          .contains(gone, "not there: nobody is let in");
    }

    webhooks.update(
        gate.told(NOW, new Webhook.LastFailure(NOW, 502, null, null), /* gone= */ false));
    assertThat(hindrances.of(video))
        .singleElement()
        .asString()
        .contains("status 502", gate.url(), NOW.toString());
    webhooks.update(
        webhooks
            .byId(gate.id())
            .orElseThrow()
            .told(NOW.plusSeconds(1), /* failure= */ null, /* gone= */ false));
    assertThat(hindrances.of(video)).as("it answers again").isEmpty();
  }

  @Test
  @DisplayName("a token that no key of the account can sign, and pages that may show it")
  void tokensAndOrigins() {
    Video video =
        video(new Policy(Policy.Kind.TOKEN, null, null, null, List.of("https://a.example")));
    assertThat(hindrances.of(video))
        .containsExactly(
            "Viewers need a signed token, and the account has no signing key that counts.",
            "It may be shown on https://a.example only.");

    KeepSigningKeys keep = new KeepSigningKeys(keys, new DirectTransactions(), clock);
    keep.make(
        new KeepSigningKeys.Asked(
            1, "k", "k", "livepeer", SigningKey.Algorithm.ES256, 10, "", false));
    assertThat(hindrances.of(video)).containsExactly("It may be shown on https://a.example only.");
  }

  private static JobRow job(String key, String lane, Instant due, @Nullable Instant since) {
    return new JobRow(lane, "kind", key, 1, due, since, "The disk is full.");
  }

  private Webhook webhook(long number, long account) {
    Webhook webhook =
        new Webhook(
            CountingIds.uuid(500 + number),
            account,
            "livepeer",
            "gate",
            "https://gate.example/" + number,
            List.of(),
            null,
            null,
            null,
            null,
            NOW,
            null,
            null,
            null);
    webhooks.add(webhook);
    return webhook;
  }

  private static Policy gate(String id) {
    return new Policy(Policy.Kind.GATE, id, null, null, List.of());
  }

  private static Video video(Policy policy) {
    return Samples.video(
        1,
        1,
        "a",
        new Wishes(policy, null, null, false, false, null, null, null),
        new Source.Direct());
  }

  private static Video inspecting() {
    return video(Policy.open()).bytesArrived(new slipway.core.video.Content(5, null), NOW);
  }
}
