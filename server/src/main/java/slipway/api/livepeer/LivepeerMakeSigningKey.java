package slipway.api.livepeer;

import java.io.IOException;
import slipway.core.Ids;
import slipway.core.access.KeepSigningKeys;
import slipway.core.access.SigningKey;
import slipway.core.account.Caller;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue.JsonObject;

/** {@code POST /access-control/signing-key} (LP-145..LP-147). */
final class LivepeerMakeSigningKey implements LivepeerRoutes.Operation {
  private static final int MOST = 10;

  private final LivepeerSigningKeys keys;
  private final Ids ids;

  LivepeerMakeSigningKey(LivepeerSigningKeys keys, Ids ids) {
    this.keys = keys;
    this.ids = ids;
  }

  @Override
  public Response answer(Request request, Caller caller) throws IOException {
    JsonObject body = LivepeerBodies.object(request, LivepeerSchemas.NEW_SIGNING_KEY);
    long account = caller.account().number();
    int before = keys.keep().list(account, LivepeerRoutes.DOOR).size();
    KeepSigningKeys.Made made =
        keys.keep()
            .make(
                new KeepSigningKeys.Asked(
                    account,
                    ids.uuid().toString(),
                    body.string("name").orElse("Signing Key " + (before + 1)),
                    LivepeerRoutes.DOOR,
                    SigningKey.Algorithm.ES256,
                    MOST,
                    "user can only have up to 10 signing keys, delete some first",
                    /* kept= */ false));
    // 200 and not the 201 of the live service, with which SDKs lose the key (LP-146).
    return LivepeerAnswers.json(200, keys.shape(made.key(), caller.account(), made.pair()));
  }
}
