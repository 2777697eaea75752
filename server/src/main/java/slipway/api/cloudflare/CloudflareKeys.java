package slipway.api.cloudflare;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.security.interfaces.RSAPrivateCrtKey;
import slipway.core.Ids;
import slipway.core.access.KeepSigningKeys;
import slipway.core.access.SigningKey;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Request;
import slipway.http.Response;

/** {@code /keys}: keys with which an account's own code signs tokens (CF-101, CF-102). */
record CloudflareKeys(KeepSigningKeys keep, Ids ids) {
  private static final int MOST = 1000;

  /** A new key; its private half in two notations, only here. */
  record Created(String id, String pem, String jwk, String created) {}

  /** Newer SDKs call the id {@code key_id} as well. */
  record Listed(String id, @JsonProperty("key_id") String keyId, String created) {}

  Response create(Request request, Caller caller) {
    String id = CloudflareIds.uid(ids.uuid());
    KeepSigningKeys.Made made;
    try {
      made =
          keep.make(
              new KeepSigningKeys.Asked(
                  caller.account().number(),
                  id,
                  id,
                  CloudflareRoutes.DOOR,
                  SigningKey.Algorithm.RS256,
                  MOST,
                  "an account has at most " + MOST + " keys; delete one first",
                  /* kept= */ false));
    } catch (ProblemException failure) {
      // As a refusal of the caller it would be read as one of the credentials.
      throw failure.problem() instanceof Problem.NotAllowed(String message)
          ? new ProblemException(new Problem.WrongState(message))
          : failure;
    }
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) made.pair().getPrivate();
    return CloudflareAnswers.ok(
        new Created(
            id,
            CloudflareKeyText.pem(key),
            CloudflareKeyText.jwk(key, id),
            CloudflareTimes.text(made.key().createdAt())));
  }

  Response list(Request request, Caller caller) {
    return CloudflareAnswers.ok(
        keep.list(caller.account().number(), CloudflareRoutes.DOOR).stream()
            .map(key -> new Listed(key.id(), key.id(), CloudflareTimes.text(key.createdAt())))
            .toList());
  }

  Response delete(Request request, Caller caller) {
    keep.delete(caller.account().number(), CloudflareRoutes.DOOR, request.parameter("key"));
    return CloudflareAnswers.ok("Revoked");
  }
}
