package slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.access.Gate.Answer;
import slipway.core.access.Viewer;
import slipway.core.policy.Policy;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.core.webhook.Webhook;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingSettings;
import slipway.outgoing.Resolver;
import slipway.testing.CountingIds;
import slipway.testing.DirectTransactions;
import slipway.testing.InMemoryWebhooks;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

class GateByWebhookTest {
  private static final String CONTEXT = "{\"tier\":[1,null]}";

  private final SettableClock clock = new SettableClock();
  private final Receiver receiver = new Receiver();
  private final InMemoryWebhooks webhooks = new InMemoryWebhooks();
  private final Outgoing outgoing =
      new Outgoing(
          new OutgoingSettings(true, List.of(), Duration.ofSeconds(5), Duration.ofSeconds(20)),
          Resolver.system());
  private OptionalLong changes = OptionalLong.empty();
  private final GateByWebhook gate =
      new GateByWebhook(
          webhooks,
          () -> changes,
          new DirectTransactions(),
          (webhook, body, at) ->
              Map.of(
                  "Content-Type",
                  "application/json",
                  "Livepeer-Signature",
                  webhook.secretsAt(at) + " " + at.toEpochMilli() + " " + body.length()),
          outgoing,
          new WebhookSettings(Duration.ofSeconds(20), Duration.ofDays(1), Duration.ofSeconds(20)),
          clock);

  @AfterEach
  void close() {
    receiver.close();
    outgoing.close();
  }

  @Test
  @DisplayName("LP-140 what a gate is asked, signed by its dialect")
  void question() throws Exception {
    UUID webhook = webhook(1);
    assertThat(ask(webhook, "key é")).isEqualTo(Answer.YES);

    Receiver.Told told = receiver.next();
    assertThat(told.body())
        .isEqualTo(
            """
            {"context":{"tier":[1,null]},"accessKey":"key é","timestamp":%d,\
            "userIP":"192.0.2.7","playDomain":"video.example",\
            "playURL":"https://video.example:8443/hls/p/index.m3u8",\
            "headers":{"Host":"video.example:8443","User-Agent":"tv","Tx-Stream-Id":"näme"}}\
            """
                .formatted(SettableClock.START.toEpochMilli()));
    assertThat(told.headers()).containsEntry("content-type", "application/json");
    assertThat(told.headers())
        .containsEntry(
            "livepeer-signature",
            "[secret] " + SettableClock.START.toEpochMilli() + " " + told.body().length());
    UUID id = UUID.fromString(told.headers().getOrDefault("webhook-id", ""));
    assertThat(told.headers())
        .as("REL-70")
        .containsAllEntriesOf(
            StandardHeaders.of(id, SettableClock.START, told.body(), List.of("secret")));
    clock.advance(Duration.ofMinutes(3));
    ask(webhook, "key é");
    assertThat(receiver.next().headers())
        .as("another question")
        .doesNotContainEntry("webhook-id", id.toString());
  }

  @Test
  @DisplayName("LP-140 without a context an empty one is told")
  void noContext() throws Exception {
    UUID webhook = webhook(1);
    ask(video(policy(webhook.toString(), null, null)), "key");
    assertThat(((JsonObject) Json.tree(receiver.next().body())).object("context"))
        .get()
        .satisfies(context -> assertThat(context.members()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200 |                  | YES",
        "201 | ok               | YES",
        "204 |                  | YES",
        "200 | {}               | YES",
        "200 | {\"ret\":200}    | YES",
        "200 | {\"ret\":\"403\"} | YES",
        "200 | {\"ret\":403}    | NO",
        "200 | {\"ret\":0}      | NO",
        "200 | {\"ret\":-1}     | NO",
        "200 | {\"ret\":1e99}   | NO",
        "301 |                  | NO",
        "401 |                  | NO",
        "403 | {\"ret\":200}    | NO",
        "404 |                  | NO",
        "500 |                  | UNREACHABLE",
        "503 |                  | UNREACHABLE"
      })
  @DisplayName("LP-139 a 2xx lets in, unless its body's ret is none")
  void answers(int status, @Nullable String body, Answer expected) {
    receiver.answers(_ -> new Receiver.Reply(status, Map.of(), body == null ? "" : body));
    assertThat(ask(webhook(1), "key")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"307, YES", "308, YES", "301, NO", "302, NO", "303, NO"})
  @DisplayName("LP-139 a redirect is followed if the question stays as it is, and else a no")
  void redirects(int status, Answer expected) throws Exception {
    try (Receiver moved = new Receiver()) {
      receiver.answers(_ -> new Receiver.Reply(status, Map.of("Location", moved.url()), ""));

      assertThat(ask(webhook(1), "key")).isEqualTo(expected);

      Receiver.Told asked = receiver.next();
      assertThat(moved.waiting()).isEqualTo(expected == Answer.YES ? 1 : 0);
      if (expected == Answer.YES) {
        Receiver.Told again = moved.next();
        assertThat(again.body()).isEqualTo(asked.body()).contains("\"accessKey\":\"key\"");
        assertThat(again.headers().get("livepeer-signature"))
            .isEqualTo(asked.headers().get("livepeer-signature"));
      }
    }
  }

  @Test
  @DisplayName("LP-139 who sends us on in a circle lets nobody in")
  void circle() {
    receiver.answers(_ -> new Receiver.Reply(307, Map.of("Location", receiver.url()), ""));
    assertThat(ask(webhook(1), "key")).isEqualTo(Answer.UNREACHABLE);
    assertThat(receiver.waiting()).isEqualTo(6);
  }

  @Test
  @DisplayName("LP-139 an answer too long to be read to its end lets nobody in")
  void endlessAnswer() {
    String padding = " ".repeat(1 << 17);
    receiver.answers(_ -> new Receiver.Reply(200, Map.of(), padding + "{\"ret\":403}"));
    assertThat(ask(webhook(1), "key")).isEqualTo(Answer.NO);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 403})
  @DisplayName("LP-142 a yes and a no are kept for two minutes, per access key")
  void kept(int status) throws Exception {
    UUID webhook = webhook(1);
    receiver.answers(status);
    Answer first = ask(webhook, "key");
    clock.advance(Duration.ofSeconds(119));
    assertThat(ask(webhook, "key")).isEqualTo(first);
    receiver.next();
    assertThat(receiver.waiting()).isZero();

    ask(webhook, "another key");
    receiver.next();
    clock.advance(Duration.ofSeconds(1));
    ask(webhook, "key");
    receiver.next();
  }

  @ParameterizedTest
  @CsvSource({"10, 10", "600, 120", "0, 0", "-5, 0"})
  @DisplayName("LP-142 refreshInterval shortens that, and never lengthens it")
  void refreshInterval(int wished, int kept) throws Exception {
    Video video = video(policy(webhook(1).toString(), CONTEXT, Duration.ofSeconds(wished)));
    ask(video, "key");
    receiver.next();
    receiver.answers(403);
    if (kept > 0) {
      clock.advance(Duration.ofSeconds(kept).minusMillis(1));
      assertThat(ask(video, "key")).isEqualTo(Answer.YES);
      assertThat(receiver.waiting()).isZero();
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(ask(video, "key")).isEqualTo(Answer.NO);
    receiver.next();
  }

  @Test
  @DisplayName("LP-142 what was decided under another policy does not count")
  void anotherPolicy() throws Exception {
    UUID webhook = webhook(1);
    ask(webhook, "key");
    receiver.next();
    receiver.answers(403);
    assertThat(ask(video(policy(webhook.toString(), "{\"tier\":2}", null)), "key"))
        .isEqualTo(Answer.NO);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("REL-85 a gate that was taken away lets nobody in from the next request on")
  void takenAway(boolean counted) {
    UUID webhook = webhook(1);
    changes = counted ? OptionalLong.of(1) : OptionalLong.empty();
    assertThat(ask(webhook, "key")).isEqualTo(Answer.YES);
    assertThat(ask(webhook, "key")).isEqualTo(Answer.YES);
    assertThat(receiver.waiting()).isEqualTo(1);

    webhooks.remove(webhook);
    changes = counted ? OptionalLong.of(2) : OptionalLong.empty();
    assertThat(ask(webhook, "key")).isEqualTo(Answer.UNREACHABLE);
    assertThat(receiver.waiting()).isEqualTo(1);
  }

  @Test
  @DisplayName("REL-85 what a gate said does not count where it was moved to, nor for a new secret")
  void moved() throws Exception {
    UUID webhook = webhook(1);
    assertThat(ask(webhook, "key")).isEqualTo(Answer.YES);
    try (Receiver other = new Receiver()) {
      other.answers(403);
      change(webhook, other.url(), "secret");
      assertThat(ask(webhook, "key")).isEqualTo(Answer.NO);
      other.next();

      change(webhook, other.url(), "another secret");
      assertThat(ask(webhook, "key")).isEqualTo(Answer.NO);
      assertThat(other.next().headers().get("livepeer-signature")).startsWith("[another secret]");
    }
  }

  @Test
  @DisplayName("LP-178 a gate's status is written when it says something new, or each minute")
  void status() {
    UUID webhook = webhook(1);
    ask(webhook, "a");
    Instant first = clock.instant();
    clock.advance(Duration.ofSeconds(59));
    ask(webhook, "b");
    assertThat(status(webhook).lastTriggeredAt()).isEqualTo(first);

    receiver.answers(502);
    ask(webhook, "c");
    assertThat(status(webhook).lastTriggeredAt()).as("it fails now").isEqualTo(clock.instant());
    Instant failed = clock.instant();
    clock.advance(Duration.ofSeconds(1));
    ask(webhook, "c");
    assertThat(status(webhook).lastTriggeredAt()).as("as it did").isEqualTo(failed);
    receiver.answers(503);
    ask(webhook, "c");
    assertThat(status(webhook).lastFailure())
        .extracting(Webhook.LastFailure::status)
        .isEqualTo(503);

    clock.advance(Duration.ofMinutes(1));
    ask(webhook, "c");
    assertThat(status(webhook).lastTriggeredAt()).isEqualTo(clock.instant());
  }

  @Test
  @DisplayName("LP-141 a gate that fails is asked again at once, and its failure is recorded")
  void failureIsNotKept() throws Exception {
    UUID webhook = webhook(1);
    receiver.answers(502);
    assertThat(ask(webhook, "key")).isEqualTo(Answer.UNREACHABLE);
    assertThat(status(webhook).lastFailure())
        .extracting(Webhook.LastFailure::at, Webhook.LastFailure::status)
        .containsExactly(clock.instant(), 502);

    receiver.answers(200);
    clock.advance(Duration.ofSeconds(1));
    assertThat(ask(webhook, "key")).isEqualTo(Answer.YES);
    assertThat(status(webhook).lastTriggeredAt()).isEqualTo(clock.instant());
  }

  @Test
  @DisplayName("LP-141 where nobody listens nobody is let in")
  void unreachable() {
    UUID webhook = webhook(1);
    receiver.close();
    assertThat(ask(webhook, "key")).isEqualTo(Answer.UNREACHABLE);
    assertThat(status(webhook).lastFailure()).isNotNull();
  }

  @Test
  @DisplayName("LP-139, LP-39 a gate of another account, a lost one and none are not asked")
  void noGate() {
    List<@Nullable String> ids = new ArrayList<>();
    ids.add(webhook(2).toString());
    ids.add(CountingIds.uuid(77).toString());
    ids.add("no id");
    ids.add(null);
    for (String id : ids) {
      assertThat(ask(video(policy(id, CONTEXT, null)), "key")).isEqualTo(Answer.UNREACHABLE);
    }
    assertThat(receiver.waiting()).isZero();
  }

  @Test
  @DisplayName("LP-142 who asks at once for the same waits for one answer")
  void oneAtATime() throws Exception {
    UUID webhook = webhook(1);
    CountDownLatch thought = new CountDownLatch(1);
    receiver.answers(_ -> {
      awaitLatch(thought);
      return Receiver.Reply.of(403);
    });
    var answers = new ConcurrentLinkedQueue<Answer>();
    List<Thread> threads = new ArrayList<>();
    threads.add(Thread.ofPlatform().start(() -> answers.add(ask(webhook, "key"))));
    receiver.next();
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      others.add(Thread.ofPlatform().start(() -> answers.add(ask(webhook, "key"))));
    }
    threads.addAll(others);
    try {
      await()
          .until(
              () -> others.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
    } finally {
      thought.countDown();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(answers).hasSize(9).containsOnly(Answer.NO);
    assertThat(receiver.waiting()).isZero();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private UUID webhook(long account) {
    UUID id = CountingIds.uuid(500 + account);
    webhooks.add(
        new Webhook(
            id,
            account,
            "test",
            "gate",
            receiver.url(),
            List.of(),
            "secret",
            null,
            null,
            null,
            clock.instant(),
            null,
            null,
            null));
    return id;
  }

  private void change(UUID webhook, String url, String secret) {
    Webhook before = status(webhook);
    webhooks.update(before.changed(before.name(), url, before.events(), secret, null));
  }

  private Webhook status(UUID webhook) {
    return webhooks.byId(webhook).orElseThrow();
  }

  private Answer ask(UUID webhook, String accessKey) {
    return ask(video(policy(webhook.toString(), CONTEXT, null)), accessKey);
  }

  private Answer ask(Video video, String accessKey) {
    return gate.ask(video, video.wishes().effectivePolicy(), viewer(), accessKey);
  }

  private static Policy policy(
      @Nullable String gateId, @Nullable String context, @Nullable Duration refreshAfter) {
    return new Policy(Policy.Kind.GATE, gateId, context, refreshAfter, List.of());
  }

  private static Video video(Policy policy) {
    var wishes = new Wishes(policy, null, null, false, false, null, null, null);
    return Samples.video(1, 1, "näme", wishes, new Source.Direct());
  }

  private static Viewer viewer() {
    return new Viewer(
        List.of(),
        /* origin= */ null,
        /* onOwnPage= */ false,
        InetAddress.ofLiteral("192.0.2.7"),
        /* countryCode= */ null,
        "https://video.example:8443/hls/p/index.m3u8",
        Map.of("Host", "video.example:8443", "User-Agent", "tv"));
  }
}
