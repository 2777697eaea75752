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

  /**
   * Of which video a token claims to speak, by any of its public ids; nothing of it is to be
   * believed, but where a token stands in place of an id there is no other way to find the video.
   */
  Optional<String> subjectOf(String token);

  /** What the token says, if exactly this key signed it with its own algorithm. */
  Optional<Rights> read(String token, SigningKey key);
}
