package slipway.jobs;

import java.util.Optional;

/**
 * A piece of work at one of its runs.
 *
 * @param kind names the handler
 * @param key says what to work on; a kind has at most one job per key
 * @param attempt counts the runs from 1; a run that the server's own stop cut short is not counted
 * @param priority higher goes first
 * @param lastReason why the run before did not finish
 */
public record Job(
    String kind, String key, int attempt, int priority, Optional<String> lastReason) {}
