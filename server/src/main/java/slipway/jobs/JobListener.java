package slipway.jobs;

import java.time.Duration;

/**
 * Sees runs begin and end, for metrics. Called on the run's thread; must be quick and not throw.
 */
public interface JobListener {

  /** How a run ended as the queue sees it. */
  enum Ending {
    DONE,
    RETRIED,
    FAILED,
    GAVE_UP,
    /** The server stopped; the job is back in the queue. */
    PUT_BACK,
    /** Cancelled, or another node took over: nothing of the run counts. */
    DROPPED
  }

  void started(Job job);

  /**
   * @param took never negative, whatever the clock does
   */
  void ended(Job job, Ending ending, Duration took);

  /** Looks away. */
  JobListener NONE =
      new JobListener() {
        @Override
        public void started(Job job) {}

        @Override
        public void ended(Job job, Ending ending, Duration took) {}
      };
}
