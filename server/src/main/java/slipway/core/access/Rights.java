package slipway.core.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token says; true only as far as its signature was checked.
 *
 * @param subject of which video, by any of its public ids
 * @param expiresAt {@code null} when the token does not say, which no key accepts
 * @param downloadable whether files may be taken away (CF-110)
 * @param rules at most five
 */
public record Rights(
    String subject,
    @Nullable Instant expiresAt,
    @Nullable Instant notBefore,
    boolean downloadable,
    List<AccessRule> rules) {

  public Rights {
    rules = List.copyOf(rules);
  }
}
