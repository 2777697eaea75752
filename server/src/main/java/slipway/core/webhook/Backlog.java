package slipway.core.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * What one webhook has yet to be told.
 *
 * @param messages how many, at least 1
 * @param since when the oldest of it happened
 * @param nextAt when it is tried next, or should have been
 */
public record Backlog(UUID webhook, long messages, Instant since, Instant nextAt) {}
