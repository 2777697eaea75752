package slipway.dashboard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as the operator sees it.
 *
 * @param lane whose workers take it
 * @param runningSince empty while it waits
 * @param lastReason why the run before did not finish
 */
public record JobRow(
    String lane,
    String kind,
    String key,
    int attempt,
    Instant due,
    @Nullable Instant runningSince,
    @Nullable String lastReason) {}
