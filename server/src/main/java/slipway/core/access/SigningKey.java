package slipway.core.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key with which an account says who may watch. Its algorithm is fixed at birth and never taken
 * from a token (REL-80).
 *
 * @param id what a token may name it by; in the notation of the dialect that made it
 * @param name what the owner calls it
 * @param madeBy which of our doors made it; a dialect lists only its own
 * @param publicKey base64 of the DER SubjectPublicKeyInfo (RFC 5280 section 4.1)
 * @param privateKey base64 of the DER PKCS#8, only for the key with which the house itself signs on
 *     behalf of the account; all others are handed out once and kept nowhere
 * @param deletedAt when its owner took it back; every right that it signed ended then
 * @param lastSeen when a right that it signed was last used, to the minute
 */
public record SigningKey(
    String id,
    long account,
    String name,
    String madeBy,
    Algorithm algorithm,
    String publicKey,
    @Nullable String privateKey,
    boolean disabled,
    Instant createdAt,
    @Nullable Instant deletedAt,
    @Nullable Instant lastSeen) {

  /** How a key signs; RFC 7518 section 3.1. */
  public enum Algorithm {
    /** ECDSA on P-256 with SHA-256 (LP-136). */
    ES256,
    /** RSASSA-PKCS1-v1_5 with SHA-256 (CF-106). */
    RS256
  }

  /** Whether what it signed counts. */
  public boolean counts() {
    return !disabled && deletedAt == null;
  }

  /** The same key with what its owner may change. */
  public SigningKey changed(String newName, boolean newDisabled) {
    return with(newName, newDisabled, deletedAt);
  }

  /** Taken back for good. */
  public SigningKey deleted(Instant at) {
    return with(name, disabled, at);
  }

  private SigningKey with(String newName, boolean newDisabled, @Nullable Instant newDeletedAt) {
    return new SigningKey(
        id,
        account,
        newName,
        madeBy,
        algorithm,
        publicKey,
        privateKey,
        newDisabled,
        createdAt,
        newDeletedAt,
        lastSeen);
  }

  /** Without the private key: this may end in a log. */
  @Override
  public String toString() {
    return "SigningKey[" + id + ", " + algorithm + ", account " + account + "]";
  }
}
