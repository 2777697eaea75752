package slipway.api.livepeer;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.api.livepeer.LivepeerShapes.SigningKeyShape;
import slipway.core.access.KeepSigningKeys;
import slipway.core.access.SigningKey;
import slipway.core.account.Account;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;

/** Shows our ES256 signing keys as Livepeer's (section 10.4 of the contract). */
final class LivepeerSigningKeys {
  private final KeepSigningKeys keep;

  LivepeerSigningKeys(KeepSigningKeys keep) {
    this.keep = keep;
  }

  KeepSigningKeys keep() {
    return keep;
  }

  /** The key of the caller that a path names; anything else does not exist (LP-148). */
  SigningKey get(String id, Caller caller) {
    try {
      return keep.get(
          caller.account().number(), LivepeerRoutes.DOOR, UUID.fromString(id).toString());
    } catch (IllegalArgumentException notAnId) {
      throw new ProblemException(new Problem.NotFound("not found"));
    }
  }

  /** Without the private half, which was told once. */
  SigningKeyShape shape(SigningKey key, Account owner) {
    return show(key, owner, /* privateKey= */ null);
  }

  /** With it. */
  SigningKeyShape shape(SigningKey key, Account owner, KeyPair pair) {
    return show(key, owner, pem("PRIVATE KEY", LivepeerPrivateKey.der(pair)));
  }

  private static SigningKeyShape show(SigningKey key, Account owner, @Nullable String privateKey) {
    return new SigningKeyShape(
        key.id(),
        key.name(),
        owner.userId().toString(),
        key.createdAt().toEpochMilli(),
        key.lastSeen() == null ? null : (Long) key.lastSeen().toEpochMilli(),
        key.disabled() ? true : null,
        pem("PUBLIC KEY", Base64.getDecoder().decode(key.publicKey())),
        owner.projectId().toString(),
        privateKey);
  }

  LivepeerShortList<SigningKey> list(Account owner) {
    return new LivepeerShortList<>(
        Map.of(
            "id", SigningKey::id,
            "name", SigningKey::name,
            "deleted", _ -> "false",
            "createdAt", key -> key.createdAt().toEpochMilli(),
            "projectId", _ -> owner.projectId(),
            "userId", _ -> owner.userId()));
  }

  /** Base64 of a PEM text with a newline at its end (LP-145); what tokens carry as {@code pub}. */
  private static String pem(String what, byte[] der) {
    String text =
        "-----BEGIN "
            + what
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END "
            + what
            + "-----\n";
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
