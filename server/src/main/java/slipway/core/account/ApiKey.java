package slipway.core.account;

import java.time.Instant;
import java.util.UUID;

/**
 * An API key as it is kept: never the key itself.
 *
 * @param account number of the owning account
 * @param name what the owner calls it; shown as creator of the things made with it
 * @param hash SHA-256 of the whole key, lower-case hexadecimal
 */
public record ApiKey(
    UUID id, long account, String name, String hash, KeyAccess access, Instant createdAt) {}
