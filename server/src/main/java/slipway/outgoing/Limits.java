package slipway.outgoing;

import java.time.Duration;

/**
 * How much of an answer is taken.
 *
 * @param total from the first step to the last byte, redirects included
 * @param bytes of the body
 */
public record Limits(Duration total, long bytes) {}
