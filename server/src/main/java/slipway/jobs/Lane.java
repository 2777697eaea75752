package slipway.jobs;

/** Queues with workers of their own, so that work of hours never holds up work of moments. */
public enum Lane {
  /** Inspections, deletions: done in moments, much of it waiting. */
  QUICK("job_quick"),
  /** Transcodes: fill a core for as long as they last. */
  HEAVY("job_heavy"),
  /** Downloads: wait for strangers, as long as these like. */
  FETCH("job_fetch"),
  /** Deliveries to webhooks: wait for strangers, one job for each of them. */
  NEWS("job_news");

  private final String table;

  Lane(String table) {
    this.table = table;
  }

  String table() {
    return table;
  }
}
