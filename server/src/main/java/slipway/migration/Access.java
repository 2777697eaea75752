package slipway.migration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.json.JsonValue;

/**
 * Who may watch, in the words of the server's own API.
 *
 * @param kind {@code public}, {@code token} or {@code gate}
 * @param gateId the webhook that is asked
 * @param origins where it may be shown; empty for anywhere
 */
public record Access(
    String kind,
    @Nullable String gateId,
    @Nullable JsonValue gateContext,
    @Nullable Long refreshSeconds,
    List<String> origins) {
  private static final int MOST_ORIGINS = 100;

  public Access {
    origins =
        origins.stream()
            .map(origin -> OneLine.of(origin, /* most= */ 300))
            .filter(origin -> !origin.isEmpty())
            .limit(MOST_ORIGINS)
            .toList();
  }

  /** Everybody. */
  public static Access open() {
    return new Access("public", null, null, null, List.of());
  }

  /** Whoever shows a token, if one is needed. */
  public static Access of(boolean needsToken, List<String> origins) {
    return new Access(needsToken ? "token" : "public", null, null, null, origins);
  }
}
