package slipway.jobs;

/** Queues with workers of their own, so that work of hours never holds up work of moments. */
public enum Lane {
  /** Inspections, deletions: done in moments, much of it waiting. */
  QUICK("job_quick", /* ages= */ false),
  /** Transcodes: fill a core for as long as they last. */
  HEAVY("job_heavy", /* ages= */ true),
  /** Downloads: wait for strangers, as long as these like. */
  FETCH("job_fetch", /* ages= */ true),
  /** Deliveries to webhooks: wait for strangers, one job for each of them. */
  NEWS("job_news", /* ages= */ false);

  private final String table;
  private final boolean ages;

  Lane(String table, boolean ages) {
    this.table = table;
    this.ages = ages;
  }

  /** Whether its jobs differ in priority, so that some could wait for ever. */
  boolean ages() {
    return ages;
  }

  String table() {
    return table;
  }
}
