package slipway.api.livepeer;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import slipway.core.account.Caller;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;

/** {@code DELETE /webhook} with a list of ids (LP-184): all of them or none. */
record LivepeerDeleteWebhooks(LivepeerWebhooks webhooks) implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = LivepeerBodies.object(request, LivepeerSchemas.IDS);
    List<JsonValue> ids = body.elements("ids").orElse(List.of());
    if (ids.isEmpty()) {
      throw new LivepeerException(422, List.of("missing ids"));
    }
    List<UUID> found =
        ids.stream()
            .map(id -> id instanceof JsonString(String text) ? text : "")
            .map(id -> webhooks.get(id, caller, "not found").id())
            .distinct()
            .toList();
    webhooks.keep().removeAll(caller.account().number(), found);
    return LivepeerAnswers.empty();
  }
}
