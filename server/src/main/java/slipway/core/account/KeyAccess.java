package slipway.core.account;

import java.util.List;

/**
 * What an API key may be used for beyond being the account's.
 *
 * @param corsOrigins origins from which browsers may use the key; {@code *} allows all; empty means
 *     that no browser may
 * @param corsFullAccess whether such a key may do everything; otherwise it is restricted to
 *     uploading and reading single assets (LP-25)
 */
public record KeyAccess(List<String> corsOrigins, boolean corsFullAccess) {

  public KeyAccess {
    corsOrigins = List.copyOf(corsOrigins);
  }

  /** A key for servers: no browser origin, no restriction. */
  public static KeyAccess full() {
    return new KeyAccess(List.of(), true);
  }

  /** A key that browsers hold and that therefore may do little (LP-25). */
  public boolean restricted() {
    return !corsOrigins.isEmpty() && !corsFullAccess;
  }

  /** Whether a request that a browser sends from {@code origin} may use this key (LP-26). */
  public boolean allowsOrigin(String origin) {
    return corsOrigins.contains("*") || corsOrigins.contains(origin);
  }
}
