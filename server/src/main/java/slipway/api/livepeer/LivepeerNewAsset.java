package slipway.api.livepeer;

import java.util.Base64;
import slipway.core.account.Caller;
import slipway.core.policy.Policy;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Wishes;
import slipway.json.JsonValue.JsonObject;

/** What every new asset is checked for beyond its schema, however its bytes come. */
final class LivepeerNewAsset {
  private LivepeerNewAsset() {}

  /**
   * The wishes in a body that its schema has passed.
   *
   * @param webhooks those that a policy may name
   * @param badKey what a wrapped key that is no base64 is answered with
   */
  static Wishes wishes(JsonObject body, LivepeerWebhooks webhooks, Caller caller, String badKey) {
    checkKey(body, badKey);
    Wishes wishes = LivepeerWishes.read(body);
    check(wishes, webhooks, caller);
    return wishes;
  }

  /** Only canonical base64 will do: reading and writing it again gives the same text (LP-37). */
  private static void checkKey(JsonObject body, String badKey) {
    LivepeerWishes.encryptedKey(body)
        .filter(key -> !isCanonicalBase64(key))
        .ifPresent(_ -> {
          throw new ProblemException(new Problem.BadField("encryption.encryptedKey", badKey));
        });
  }

  private static boolean isCanonicalBase64(String text) {
    try {
      return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text)).equals(text);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static void check(Wishes wishes, LivepeerWebhooks webhooks, Caller caller) {
    if (wishes.renditions() != null && wishes.renditions().isEmpty()) {
      throw badRequest("assets must have at least one profile"); // LP-36
    }
    Policy policy = wishes.policy();
    if (wishes.encryptedKey() != null && policy == null) {
      throw badRequest("a playbackPolicy is required when using encryption"); // LP-38
    }
    if (policy != null && policy.kind() == Policy.Kind.GATE) {
      requireGate(policy, webhooks, caller);
    }
  }

  /** The webhook that decides must be one of the caller's (LP-39). */
  static void requireGate(Policy policy, LivepeerWebhooks webhooks, Caller caller) {
    String id = policy.gateId() == null ? "undefined" : policy.gateId();
    if (webhooks.of(caller).stream().noneMatch(one -> one.id().toString().equals(id))) {
      throw badRequest("webhook " + id + " not found");
    }
  }

  private static ProblemException badRequest(String message) {
    return new ProblemException(new Problem.BadRequest(message));
  }
}
