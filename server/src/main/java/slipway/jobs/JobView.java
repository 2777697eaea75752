package slipway.jobs;

import java.time.Instant;
import java.util.Optional;

/**
 * A job as the operator sees it.
 *
 * @param attempt the number of the current or next run, from 1
 * @param due when it may run, or could have run
 * @param runningSince when its current run was begun, empty while it waits
 * @param runningOn the node of the current run
 * @param lastReason why the run before did not finish
 */
public record JobView(
    Lane lane,
    String kind,
    String key,
    int attempt,
    int priority,
    Instant due,
    Optional<Instant> runningSince,
    Optional<String> runningOn,
    Optional<String> lastReason) {}
