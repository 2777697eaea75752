package slipway.api.livepeer;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.api.livepeer.LivepeerShapes.WebhookFailure;
import slipway.api.livepeer.LivepeerShapes.WebhookShape;
import slipway.api.livepeer.LivepeerShapes.WebhookStatus;
import slipway.core.account.Account;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.webhook.KeepWebhooks;
import slipway.core.webhook.Webhook;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/** Shows our webhooks as Livepeer's, and reads what is asked of them (section 15.2). */
final class LivepeerWebhooks {
  /** All that may be subscribed to; only those of assets and tasks ever happen (LP-173). */
  static final Set<String> EVENTS =
      Set.of(
          "stream.started",
          "stream.detection",
          "stream.idle",
          "recording.ready",
          "recording.started",
          "recording.waiting",
          "multistream.connected",
          "multistream.error",
          "multistream.disconnected",
          "playback.user.new",
          "playback.accessControl",
          "asset.created",
          "asset.updated",
          "asset.failed",
          "asset.ready",
          "asset.deleted",
          "task.spawned",
          "task.updated",
          "task.completed",
          "task.failed");

  private final KeepWebhooks keep;

  LivepeerWebhooks(KeepWebhooks keep) {
    this.keep = keep;
  }

  KeepWebhooks keep() {
    return keep;
  }

  List<Webhook> of(Caller caller) {
    return keep.list(caller.account().number(), LivepeerRoutes.DOOR);
  }

  /** The webhook of the caller that a path names; anything else does not exist (LP-181). */
  Webhook get(String id, Caller caller, String orElse) {
    return of(caller).stream()
        .filter(webhook -> webhook.id().toString().equals(id))
        .findFirst()
        .orElseThrow(() -> new ProblemException(new Problem.NotFound(orElse)));
  }

  /** Without the secret, which is write-only here (LP-181). */
  WebhookShape shape(Webhook webhook, Account owner) {
    return new WebhookShape(
        webhook.id().toString(),
        owner.userId().toString(),
        owner.projectId().toString(),
        webhook.createdAt().toEpochMilli(),
        "webhook",
        webhook.name(),
        webhook.events(),
        webhook.url(),
        webhook.streamId(),
        status(webhook));
  }

  private static @Nullable WebhookStatus status(Webhook webhook) {
    if (webhook.lastTriggeredAt() == null) {
      return null;
    }
    Webhook.LastFailure failure = webhook.lastFailure();
    return new WebhookStatus(
        webhook.lastTriggeredAt().toEpochMilli(),
        failure == null
            ? null
            : new WebhookFailure(
                failure.at().toEpochMilli(),
                failure.status() == 0 ? null : failure.status(),
                failure.error(),
                failure.response()));
  }

  /** What a body that its schema has passed asks for; {@code before} fills what it leaves out. */
  KeepWebhooks.Asked asked(JsonObject body, @Nullable Webhook before) {
    String url = body.string("url").or(() -> from(before, Webhook::url)).orElse("");
    if (!hasHost(url)) {
      throw new LivepeerException(422, List.of("bad url: " + url)); // LP-179
    }
    List<String> events = events(body);
    if (events == null) {
      if (before == null) {
        throw new LivepeerException(
            422, List.of("must provide \"events\" field with subscriptions"));
      }
      events = before.events();
    }
    return new KeepWebhooks.Asked(
        body.string("name").or(() -> from(before, Webhook::name)).orElse(""),
        url,
        events,
        body.string("sharedSecret").or(() -> from(before, Webhook::secret)).orElse(null),
        body.string("streamId").or(() -> from(before, Webhook::streamId)).orElse(null));
  }

  private static boolean hasHost(String url) {
    try {
      return new URI(url).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static java.util.Optional<String> from(
      @Nullable Webhook before, java.util.function.Function<Webhook, @Nullable String> what) {
    return before == null
        ? java.util.Optional.empty()
        : java.util.Optional.ofNullable(what.apply(before));
  }

  /** The list, or the single event of older callers; {@code null} when neither is there. */
  private static @Nullable List<String> events(JsonObject body) {
    if (body.elements("events").isPresent()) {
      List<String> events = new ArrayList<>();
      for (JsonValue event : body.elements("events").get()) {
        if (event instanceof JsonString(String name)) {
          events.add(name);
        }
      }
      return events;
    }
    return body.string("event").map(List::of).orElse(null);
  }

  LivepeerShortList<Webhook> list(Account owner) {
    return new LivepeerShortList<>(
        Map.of(
            "id", Webhook::id,
            "name", Webhook::name,
            "url", Webhook::url,
            "blocking", _ -> null,
            "deleted", _ -> "false",
            "createdAt", webhook -> webhook.createdAt().toEpochMilli(),
            "userId", _ -> owner.userId(),
            "user.email", _ -> null,
            "projectId", _ -> owner.projectId(),
            "sharedSecret", _ -> null));
  }

  /** An id in a path, or an id that nothing has. */
  static UUID idOr(String text, UUID none) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notAnId) {
      return none;
    }
  }
}
