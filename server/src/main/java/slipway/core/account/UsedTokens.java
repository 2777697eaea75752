package slipway.core.account;

import java.time.Instant;

/** Which tokens that are good for one use were used. */
public interface UsedTokens {

  /**
   * Uses a token.
   *
   * @param id of the token
   * @param until when its time passes, after which it may be forgotten
   * @return whether it had not been used before; true for one caller only
   */
  boolean use(String id, Instant until, Instant now);
}
