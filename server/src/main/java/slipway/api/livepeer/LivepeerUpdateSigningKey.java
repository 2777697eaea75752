package slipway.api.livepeer;

import java.io.IOException;
import slipway.core.access.SigningKey;
import slipway.core.account.Caller;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonBool;
import slipway.json.JsonValue.JsonObject;

/** {@code PATCH /access-control/signing-key/{id}} (LP-148). */
record LivepeerUpdateSigningKey(LivepeerSigningKeys keys) implements LivepeerRoutes.Operation {

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = LivepeerBodies.object(request, LivepeerSchemas.SIGNING_KEY_PATCH);
    SigningKey key = keys.get(request.parameter("id"), caller);
    boolean disabled =
        body.member("disabled")
            .map(value -> value instanceof JsonBool(boolean truth) && truth)
            .orElse(key.disabled());
    keys.keep()
        .change(
            caller.account().number(),
            LivepeerRoutes.DOOR,
            key.id(),
            body.string("name").orElse(key.name()),
            disabled);
    return LivepeerAnswers.empty();
  }
}
