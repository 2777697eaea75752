package slipway.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.Changes;
import slipway.core.Transactions;
import slipway.core.access.Gate;
import slipway.core.access.Viewer;
import slipway.core.policy.Policy;
import slipway.core.video.Video;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.GateShape;
import slipway.core.webhook.Webhook;
import slipway.core.webhook.Webhooks;
import slipway.json.Json;
import slipway.json.JsonException;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;
import slipway.outgoing.Outgoing;

/**
 * Asks a webhook of the owner who may watch. A yes or a no is kept for the policy's refresh
 * interval, at most two minutes (LP-142), so a player's segments do not become requests of their
 * own; who asks at once for the same waits for one answer. That an address cannot be reached is not
 * kept. What a webhook said counts while it is there, at that address and with that secret
 * (REL-85).
 */
public final class GateByWebhook implements Gate {
  private static final Duration LONGEST_KEPT = Duration.ofMinutes(2);

  /** A status that says the same is written no more often. */
  private static final Duration SAME_STATUS = Duration.ofMinutes(1);

  /** Memory for answers, in bytes, roughly; access keys may be as long as an address. */
  private static final long KEPT = 8 << 20;

  /** A longer one is cut, is no JSON then, and lets nobody in. */
  private static final int LONGEST_ANSWER = 64 << 10;

  private static final Pattern PORT = Pattern.compile(":\\d+$");

  private final Webhooks webhooks;
  private final RecentGates gates;
  private final Transactions transactions;
  private final GateShape shape;
  private final Messenger messenger;
  private final InstantSource clock;
  private final Cache<Question, Kept> kept =
      Caffeine.newBuilder()
          .maximumWeight(KEPT)
          .weigher((Question question, Kept answer) -> question.weight())
          .build();

  private final Map<Question, CompletableFuture<Answer>> asking = new ConcurrentHashMap<>();

  private record Question(
      UUID video,
      UUID gate,
      String url,
      @Nullable String secret,
      @Nullable String context,
      String accessKey,
      @Nullable String origin) {

    /** What others share counts once for each question, too. */
    int weight() {
      return 300
          + url.length()
          + length(secret)
          + length(context)
          + accessKey.length()
          + length(origin);
    }

    private static int length(@Nullable String text) {
      return text == null ? 0 : text.length();
    }
  }

  private record Kept(Answer answer, Instant until) {}

  public GateByWebhook(
      Webhooks webhooks,
      Changes changes,
      Transactions transactions,
      GateShape shape,
      Outgoing outgoing,
      WebhookSettings settings,
      InstantSource clock) {
    this.webhooks = webhooks;
    this.gates = new RecentGates(webhooks, changes);
    this.transactions = transactions;
    this.shape = shape;
    this.messenger = new Messenger(outgoing, clock, settings.gateTimeout(), LONGEST_ANSWER);
    this.clock = clock;
  }

  @Override
  public Answer ask(Video video, Policy policy, Viewer viewer, String accessKey) {
    Optional<Webhook> found =
        Optional.ofNullable(policy.gateId())
            .flatMap(GateByWebhook::id)
            .flatMap(gates::byId)
            .filter(webhook -> webhook.account() == video.account());
    if (found.isEmpty()) {
      return Answer.UNREACHABLE;
    }
    Webhook webhook = found.get();
    Question question =
        new Question(
            video.id(),
            webhook.id(),
            webhook.url(),
            webhook.secret(),
            policy.gateContext(),
            accessKey,
            viewer.origin());
    Kept before = kept.getIfPresent(question);
    if (before != null && clock.instant().isBefore(before.until())) {
      return before.answer();
    }
    CompletableFuture<Answer> mine = new CompletableFuture<>();
    CompletableFuture<Answer> other = asking.putIfAbsent(question, mine);
    if (other != null) {
      return other.join();
    }
    Answer answer = Answer.UNREACHABLE;
    try {
      Kept decided = decide(webhook, video, policy, viewer, accessKey);
      kept.put(question, decided);
      answer = decided.answer();
      return answer;
    } finally {
      asking.remove(question);
      mine.complete(answer);
    }
  }

  private Kept decide(
      Webhook webhook, Video video, Policy policy, Viewer viewer, String accessKey) {
    Instant now = clock.instant();
    Answer answer = askNow(webhook, video, policy, viewer, accessKey);
    Duration wished = policy.refreshAfter() == null ? LONGEST_KEPT : policy.refreshAfter();
    Duration kept = wished.compareTo(LONGEST_KEPT) < 0 ? wished : LONGEST_KEPT;
    return new Kept(answer, answer == Answer.UNREACHABLE ? now : now.plus(kept));
  }

  private Answer askNow(
      Webhook webhook, Video video, Policy policy, Viewer viewer, String accessKey) {
    Instant now = clock.instant();
    String body = body(video, policy, viewer, accessKey, now);
    // A question that is asked twice, with the moment in it, is the same one.
    UUID id = UUID.nameUUIDFromBytes(body.getBytes(StandardCharsets.UTF_8));
    Map<String, String> headers =
        StandardHeaders.with(
            StandardHeaders.of(id, now, body, webhook.secretsAt(now)),
            shape.headers(webhook, body, now));
    Telling telling = messenger.ask(webhook.url(), headers, body);
    Answer answer = answer(telling);
    remember(webhook, telling, answer, now);
    return answer;
  }

  /**
   * A 2xx is a yes, unless its JSON body has a number {@code ret} that is no 2xx (LP-139). A
   * redirect that would make a GET of the question is a no: whoever answers that one has not seen
   * the access key, and pages for signing in answer 200.
   */
  private static Answer answer(Telling telling) {
    Attempt.Came came = telling.answer();
    if (came == null || came.status() >= 500) {
      return Answer.UNREACHABLE;
    }
    return telling.succeeded() && ret(came.body()).filter(code -> code / 100 != 2).isEmpty()
        ? Answer.YES
        : Answer.NO;
  }

  /** Empty also for what is no JSON; where it was cut on the way, it counts as a no. */
  private static Optional<Integer> ret(String base64) {
    byte[] body = Base64.getDecoder().decode(base64);
    if (body.length >= LONGEST_ANSWER) {
      return Optional.of(0);
    }
    try {
      return Json.read(body, JsonValue.class) instanceof JsonObject object
          ? object.member("ret").flatMap(GateByWebhook::whole)
          : Optional.empty();
    } catch (JsonException notJson) {
      return Optional.empty();
    }
  }

  /** A number that cannot be a status, such as -1, is a no as well. */
  private static Optional<Integer> whole(JsonValue value) {
    if (!(value instanceof JsonNumber(BigDecimal number))) {
      return Optional.empty();
    }
    boolean isStatus = number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(999)) <= 0;
    return Optional.of(isStatus ? number.intValue() : 0);
  }

  /** The three documented members first, then what the owner may like to know (LP-140). */
  private static String body(
      Video video, Policy policy, Viewer viewer, String accessKey, Instant now) {
    SequencedMap<String, JsonValue> members = new LinkedHashMap<>();
    members.put("context", context(policy));
    members.put("accessKey", new JsonString(accessKey));
    members.put("timestamp", new JsonNumber(BigDecimal.valueOf(now.toEpochMilli())));
    members.put("userIP", new JsonString(viewer.address().getHostAddress()));
    members.put("playDomain", new JsonString(host(viewer.url())));
    members.put("playURL", new JsonString(viewer.url()));
    SequencedMap<String, JsonValue> headers = new LinkedHashMap<>();
    new TreeMap<>(viewer.headers())
        .forEach((name, value) -> headers.put(name, new JsonString(value)));
    headers.put("Tx-Stream-Id", new JsonString(video.name()));
    members.put("headers", new JsonObject(headers));
    return Json.writeText(new JsonObject(members));
  }

  /** The host of an absolute URL, whatever is written after it. */
  private static String host(String url) {
    int from = url.indexOf("://") + "://".length();
    int slash = url.indexOf('/', from);
    return PORT.matcher(url.substring(from, slash < 0 ? url.length() : slash)).replaceFirst("");
  }

  private static JsonValue context(Policy policy) {
    try {
      return policy.gateContext() == null
          ? new JsonObject(new LinkedHashMap<>())
          : Json.read(policy.gateContext(), JsonValue.class);
    } catch (JsonException cannotBe) {
      return new JsonObject(new LinkedHashMap<>());
    }
  }

  private void remember(Webhook asked, Telling telling, Answer answer, Instant now) {
    Webhook.@Nullable LastFailure failure =
        answer == Answer.UNREACHABLE ? telling.failure(now) : null;
    if (saysSomethingNew(asked, failure, now)) {
      transactions.change(() ->
          webhooks
              .byId(asked.id())
              .ifPresent(
                  webhook -> webhooks.update(webhook.told(now, failure, /* gone= */ false))));
    }
  }

  /** Each viewer asks; a write for each would make every look that was kept a stale one. */
  private static boolean saysSomethingNew(
      Webhook known, Webhook.@Nullable LastFailure failure, Instant now) {
    Instant told = known.lastTriggeredAt();
    if (told == null || Duration.between(told, now).abs().compareTo(SAME_STATUS) >= 0) {
      return true;
    }
    Webhook.LastFailure before = known.lastFailure();
    if (failure == null || before == null || !known.isFailing()) {
      return failure != null || known.isFailing();
    }
    return before.status() != failure.status();
  }

  private static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }
}
