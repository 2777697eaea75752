package slipway.api.livepeer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import slipway.core.event.Event;
import slipway.core.webhook.Attempt;
import slipway.core.webhook.Webhook;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryAccounts;
import slipway.testing.InMemoryExportOrders;
import slipway.testing.SettableClock;

/** A house with webhooks, and what its deliveries are made of. */
abstract class LivepeerWebhooksCase {
  static final String GOOD =
      "{\"name\":\"hook\",\"url\":\"https://example.com/hook\",\"events\":[\"asset.ready\"],"
          + "\"sharedSecret\":\"my-secret\"}";

  final LivepeerHouse house = new LivepeerHouse();

  List<String> names(String query) {
    return house.get("/api/webhook" + query).list().stream()
        .map(one -> ((JsonObject) one).string("name").orElseThrow())
        .toList();
  }

  JsonObject payload(LivepeerHouse.Ticket ticket, Event.Kind kind) {
    InMemoryAccounts accounts = new InMemoryAccounts();
    accounts.add(house.account);
    var events =
        new LivepeerEvents(
            accounts,
            () -> LivepeerHouse.ORIGIN,
            house.ports.renditions(),
            new InMemoryExportOrders(),
            LivepeerHouse.GATEWAY);
    Event event =
        new Event(
            CountingIds.uuid(5),
            kind,
            1,
            house.videos.byId(ticket.asset()).orElseThrow(),
            kind.name().startsWith("TASK")
                ? house.tasks.ofVideo(ticket.asset()).orElseThrow()
                : null,
            SettableClock.START);
    String body = events.message(hook(), event, "any", SettableClock.START).body();
    return ((JsonObject) Json.tree(body)).object("payload").orElseThrow();
  }

  static Webhook hook() {
    return new Webhook(
        CountingIds.uuid(6),
        1,
        "livepeer",
        "hook",
        "https://example.com",
        List.of("asset.deleted"),
        "my-secret",
        null,
        null,
        null,
        SettableClock.START,
        null,
        null,
        null);
  }

  String made() {
    return house.post("/api/webhook", GOOD).json().string("id").orElseThrow();
  }

  Attempt attempt(long number, String webhook, boolean success) {
    Attempt attempt =
        new Attempt(
            CountingIds.uuid(800 + number),
            UUID.fromString(webhook),
            house.account.number(),
            CountingIds.uuid(700 + number),
            "asset.ready",
            house.clock.instant(),
            Duration.ofMillis(1500),
            success,
            new Attempt.Sent("https://example.com/hook", Map.of("a", "b"), "{}"),
            success ? new Attempt.Came(200, "") : null,
            success ? null : "The address could not be reached.");
    house.attempts.add(attempt);
    return attempt;
  }
}
