package slipway.jobs;

import java.time.Duration;

/**
 * How the queue works.
 *
 * @param quickThreads runs at the same time in {@link Lane#QUICK}
 * @param heavyThreads runs at the same time in {@link Lane#HEAVY}
 * @param fetchThreads runs at the same time in {@link Lane#FETCH}
 * @param poll how often the tables are asked for what has become due; work that is enqueued for now
 *     on this node does not wait for it
 * @param heartbeat how often a node sharing the database (PostgreSQL) says that it lives; after
 *     about six of silence its jobs are taken over
 * @param maxFailures unexpected failures in a row after which a job is given up
 * @param firstBackoff the wait after the first of them; each further one waits four times as long
 * @param maxBackoff the longest such wait
 * @param maxLost processes in a row that may vanish during a job before it is given up
 * @param stopGrace how long a stop lets runs finish before it interrupts them
 */
public record JobSettings(
    int quickThreads,
    int heavyThreads,
    int fetchThreads,
    Duration poll,
    Duration heartbeat,
    int maxFailures,
    Duration firstBackoff,
    Duration maxBackoff,
    int maxLost,
    Duration stopGrace) {

  /** Virtual threads that wait; so many slow addresses hold up nobody else (REL-74). */
  private static final int NEWS_THREADS = 512;

  public JobSettings {
    if (quickThreads < 1
        || heavyThreads < 1
        || fetchThreads < 1
        || maxFailures < 1
        || maxLost < 1) {
      throw new IllegalArgumentException("Threads and limits are at least 1");
    }
    if (!poll.isPositive() || !heartbeat.isPositive() || !firstBackoff.isPositive()) {
      throw new IllegalArgumentException("Intervals are longer than nothing");
    }
    if (maxBackoff.compareTo(firstBackoff) < 0 || stopGrace.isNegative()) {
      throw new IllegalArgumentException("The longest wait is not below the first");
    }
  }

  /** Eight quick runs, one heavy run per core, 32 downloads, about eleven minutes of trying. */
  public static JobSettings defaults() {
    return new JobSettings(
        /* quickThreads= */ 8,
        /* heavyThreads= */ Runtime.getRuntime().availableProcessors(),
        /* fetchThreads= */ 32,
        /* poll= */ Duration.ofSeconds(1),
        /* heartbeat= */ Duration.ofSeconds(5),
        /* maxFailures= */ 6,
        /* firstBackoff= */ Duration.ofSeconds(2),
        /* maxBackoff= */ Duration.ofMinutes(8),
        /* maxLost= */ 50,
        /* stopGrace= */ Duration.ofSeconds(5));
  }

  int threads(Lane lane) {
    return switch (lane) {
      case QUICK -> quickThreads;
      case HEAVY -> heavyThreads;
      case FETCH -> fetchThreads;
      case NEWS -> NEWS_THREADS;
    };
  }

  /** The wait after so many failures in a row, counted from 1. */
  Duration backoff(int failures) {
    Duration wait = firstBackoff;
    for (int i = 1; i < failures && wait.compareTo(maxBackoff) < 0; i++) {
      wait = wait.multipliedBy(4);
    }
    return wait.compareTo(maxBackoff) < 0 ? wait : maxBackoff;
  }
}
