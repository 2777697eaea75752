package slipway.export;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.config.Secret;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;
import slipway.outgoing.Call;
import slipway.outgoing.Limits;
import slipway.outgoing.Outgoing;
import slipway.storage.ipfs.Cid;

/** A service that keeps what lies elsewhere on IPFS (IPFS Pinning Service API, version 1.0.0). */
final class PinningService {
  private static final String WHO = "The pinning service";
  private static final Limits LIMITS = new Limits(Duration.ofMinutes(1), 1 << 20);
  private static final int MOST_ADDRESSES = 20;

  private final Outgoing outgoing;
  private final String pins;
  private final Optional<Secret> token;

  /** How far a wish is. */
  enum Status {
    UNDER_WAY,
    PINNED,
    FAILED
  }

  /**
   * A wish.
   *
   * @param id what the service calls it
   * @param delegates addresses from which it would fetch, and which like to be called
   * @param details what it says about the status, if anything
   */
  record Pin(String id, Status status, List<String> delegates, Optional<String> details) {}

  PinningService(Outgoing outgoing, URI url, Optional<Secret> token) {
    this.outgoing = outgoing;
    String base = url.toString();
    this.pins = (base.endsWith("/") ? base : base + "/") + "pins";
    this.token = token;
  }

  /**
   * Asks for a pin.
   *
   * @param origins where it may be fetched
   */
  Pin add(Cid cid, String name, List<String> origins) throws IOException, NotTaken {
    Map<String, JsonValue> wish = new LinkedHashMap<>();
    wish.put("cid", new JsonString(cid.text()));
    wish.put("name", new JsonString(Talk.name(name)));
    if (!origins.isEmpty()) {
      wish.put(
          "origins",
          JsonValue.strings(origins.subList(0, Math.min(MOST_ADDRESSES, origins.size()))));
    }
    Call call = Call.post(pins, Json.writeText(JsonValue.object(wish)), LIMITS);
    return ask(call.with("Content-Type", "application/json"));
  }

  /** How far it is. */
  Pin get(String id) throws IOException, NotTaken {
    return ask(Call.get(pins + "/" + id, LIMITS));
  }

  private Pin ask(Call call) throws IOException, NotTaken {
    Call known =
        token.map(secret -> call.with("Authorization", "Bearer " + secret.reveal())).orElse(call);
    JsonObject answer =
        Talk.object(Talk.ask(outgoing, known, WHO))
            .orElseThrow(() -> new NotTaken(WHO + " answered with no JSON object.", false));
    String id =
        answer
            .string("requestid")
            .filter(text -> text.matches("[A-Za-z0-9._~-]{1,200}"))
            .orElseThrow(() -> new NotTaken(WHO + " gave the pin no id of use.", false));
    return new Pin(
        id,
        switch (answer.string("status").orElse("")) {
          case "pinned" -> Status.PINNED;
          case "failed" -> Status.FAILED;
          default -> Status.UNDER_WAY; // queued, pinning
        },
        answer.elements("delegates").orElse(List.of()).stream()
            .filter(JsonString.class::isInstance)
            .map(address -> ((JsonString) address).value())
            .limit(MOST_ADDRESSES)
            .toList(),
        answer.object("info").flatMap(info -> info.string("status_details")));
  }
}
