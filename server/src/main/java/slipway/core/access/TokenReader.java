package slipway.core.access;

import java.util.Optional;

/** Reads tokens. Safe for any thread, cheap for one that was read before. */
public interface TokenReader {

  /** Who claims to have signed; nothing of it is to be believed. */
  sealed interface Claim {
    /** The key's id. */
    record KeyId(String id) implements Claim {}

    /** The whole public key, base64 of the DER SubjectPublicKeyInfo. */
    record PublicKey(String key) implements Claim {}
  }

  /** Whom to look up; empty when the text is no token that any key of ours could have signed. */
  Optional<Claim> claimOf(String token);

  /** What the token says, if exactly this key signed it with its own algorithm. */
  Optional<Rights> read(String token, SigningKey key);
}
