package slipway.jobs;

/** Knows how to do one kind of job. Used by several threads at once, never twice for one key. */
public interface JobHandler {

  /**
   * Does the work, on a virtual thread, outside of any transaction. It may be done again from the
   * start (after a crash, a failure, a lost lease), so whatever it leaves behind on the way must
   * bear being there already. An exception counts as a failure and is retried with growing waits.
   */
  Outcome run(Job job, JobControl control) throws Exception;

  /**
   * Says that the job will not be tried again: the handler gave up, or it failed too often. Runs in
   * the transaction that removes the job; if it throws, the job stays and comes back later.
   */
  void gaveUp(Job job, String reason);
}
