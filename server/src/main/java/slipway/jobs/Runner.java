package slipway.jobs;

import com.github.kagkarlsson.scheduler.task.Execution;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.jobs.JobListener.Ending;
import slipway.sql.Database;

/**
 * Runs picked jobs of one lane and writes down how they ended. Every end is one transaction that
 * touches the row only while it is still this run's; a run whose row is gone leaves no trace.
 */
final class Runner {
  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

  /** With one try a second: a disk that stays full for hours says so once a minute. */
  private static final int TRIES_PER_LINE = 60;

  private static final int REASON_CHARS = 1_000;

  /** Processes may vanish this often during a job before its next run waits. */
  private static final int LOST_FOR_FREE = 3;

  private final Database database;
  private final LaneTable table;
  private final JobSettings settings;
  private final InstantSource time;
  private final JobListener listener;
  private final Runs runs;
  private final CountDownLatch stopping;
  private final Runnable wake;

  Runner(
      Database database,
      LaneTable table,
      JobSettings settings,
      InstantSource time,
      JobListener listener,
      Runs runs,
      CountDownLatch stopping,
      Runnable wake) {
    this.database = database;
    this.table = table;
    this.settings = settings;
    this.time = time;
    this.listener = listener;
    this.runs = runs;
    this.stopping = stopping;
    this.wake = wake;
  }

  /** Runs a picked job to its end; does not throw. */
  void run(JobHandler handler, Execution execution) {
    try {
      Optional<LaneTable.Row> row =
          insist(() -> table.find(execution.getTaskName(), execution.getId(), execution.version));
      if (row.isPresent()) {
        run(handler, row.get());
      }
    } catch (RuntimeException failure) {
      LOG.error("The end of job {} could not be written; it will run again", execution, failure);
    }
  }

  private void run(JobHandler handler, LaneTable.Row row) {
    Run run = enter(row);
    if (run == null) {
      change(() -> table.putBack(row, "The server stopped, or the run before is still ending."));
      return;
    }
    Job job = row.job();
    long began = System.nanoTime();
    Ending ending = Ending.DROPPED;
    listener.started(job);
    try {
      ending = runAndSettle(handler, row, run);
    } finally {
      // Told before the next run of this job may begin, so that a listener hears ends in order.
      try {
        listener.ended(job, ending, Duration.ofNanos(System.nanoTime() - began));
      } finally {
        runs.leave(row.kind(), row.key(), run);
      }
    }
  }

  private @Nullable Run enter(LaneTable.Row row) {
    if (stopping.getCount() == 0) {
      return null;
    }
    try {
      return runs.enter(row.kind(), row.key(), row.version());
    } catch (InterruptedException stopped) {
      return null;
    }
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // only the handler is meant, and it has ended
  private Ending runAndSettle(JobHandler handler, LaneTable.Row row, Run run) {
    if (row.lost() >= settings.maxLost()) {
      return giveUp(handler, row, "The server vanished " + row.lost() + " times during this job.");
    }
    Outcome outcome;
    run.handlerBegins();
    try {
      outcome = handler.run(row.job(), run);
    } catch (Throwable failure) {
      run.handlerEnds();
      return run.cancelled() ? interrupted(row, run) : failed(handler, row, failure);
    }
    run.handlerEnds();
    return switch (outcome) {
      case Outcome.Done(Runnable change) -> done(handler, row, change);
      case Outcome.RetryAfter(var wait, var reason) when !run.cancelled() ->
          later(row, wait, reason, /* tries= */ 1);
      case Outcome.Wait(var wait, var reason) when !run.cancelled() ->
          later(row, wait, reason, /* tries= */ 0);
      case Outcome.GiveUp(String reason) when !run.cancelled() -> giveUp(handler, row, reason);
      case Outcome.RetryAfter _, Outcome.Wait _, Outcome.GiveUp _ -> interrupted(row, run);
    };
  }

  private Ending later(LaneTable.Row row, Duration wait, String reason, int tries) {
    boolean mine =
        change(() -> {
          Instant now = time.instant();
          return table.retry(row, clip(reason), now, now.plus(wait), tries, /* failures= */ 0);
        });
    return mine ? Ending.RETRIED : Ending.DROPPED;
  }

  private Ending done(JobHandler handler, LaneTable.Row row, Runnable change) {
    try {
      return database.inTransaction(() -> {
        if (!table.finish(row)) {
          if (!table.renew(row, time.instant())) {
            return Ending.DROPPED;
          }
          database.afterCommit(wake);
        }
        change.run();
        return Ending.DONE;
      });
    } catch (RuntimeException | Error failure) {
      return failed(handler, row, failure);
    }
  }

  private Ending interrupted(LaneTable.Row row, Run run) {
    boolean back = run.stopped() && change(() -> table.putBack(row, "The server stopped."));
    return back ? Ending.PUT_BACK : Ending.DROPPED;
  }

  private Ending failed(JobHandler handler, LaneTable.Row row, Throwable failure) {
    int failures = row.failures() + 1;
    LOG.warn(
        "Job {} {} failed, {} of {}",
        row.kind(),
        row.key(),
        failures,
        settings.maxFailures(),
        failure);
    String reason = clip(failure.toString());
    if (failures >= settings.maxFailures()) {
      return giveUp(handler, row, reason);
    }
    return later(row, reason, settings.backoff(failures), failures);
  }

  private Ending later(LaneTable.Row row, String reason, Duration wait, int failures) {
    boolean mine =
        change(() -> {
          Instant now = time.instant();
          return table.retry(row, reason, now, now.plus(wait), /* tries= */ 1, failures);
        });
    return mine ? Ending.FAILED : Ending.DROPPED;
  }

  private Ending giveUp(JobHandler handler, LaneTable.Row row, String reason) {
    try {
      return database.inTransaction(() -> {
        if (table.finish(row)) {
          handler.gaveUp(row.job(), reason);
          return Ending.GAVE_UP;
        }
        // Somebody asked again during the run: the next one decides.
        database.afterCommit(wake);
        return table.renew(row, time.instant()) ? Ending.RETRIED : Ending.DROPPED;
      });
    } catch (RuntimeException | Error failure) {
      LOG.error("Giving up job {} {} failed; it stays", row.kind(), row.key(), failure);
      return later(row, clip(reason), settings.maxBackoff(), row.failures());
    }
  }

  /** Frees a job whose process vanished, at once unless that has happened often. */
  void free(String kind, String key, long version, int lostBefore) {
    Duration wait =
        lostBefore < LOST_FOR_FREE
            ? Duration.ZERO
            : settings.backoff(lostBefore - LOST_FOR_FREE + 1);
    change(() ->
        table.free(
            kind, key, version, time.instant().plus(wait), "The process that ran it vanished."));
  }

  /** {@link #free} for a job of a node that fell silent. */
  void free(Execution execution) {
    table
        .find(execution.getTaskName(), execution.getId(), execution.version)
        .ifPresent(row -> free(row.kind(), row.key(), row.version(), row.lost()));
  }

  /** Whether the row no longer is as this execution was picked. */
  boolean isLost(Execution execution) {
    try {
      return table.find(execution.getTaskName(), execution.getId(), execution.version).isEmpty();
    } catch (RuntimeException unknown) {
      return false;
    }
  }

  private boolean change(Supplier<Boolean> update) {
    return insist(() ->
        database.<Boolean, RuntimeException>inTransaction(() -> {
          database.afterCommit(wake);
          return update.get();
        }));
  }

  /**
   * Tries until it works: a full disk or a database that is away for a while must not leave a job
   * behind that nobody runs (REL-13). Only a stop ends the trying; then the next start, or another
   * node, frees the job.
   */
  private <T> T insist(Supplier<T> write) {
    for (int tries = 0; ; tries++) {
      try {
        return write.get();
      } catch (RuntimeException failure) {
        if (tries % TRIES_PER_LINE == 0) {
          LOG.warn("The job tables cannot be reached, trying again: {}", failure.toString());
        }
        if (stopsWithinASecond()) {
          throw failure;
        }
      }
    }
  }

  private boolean stopsWithinASecond() {
    try {
      return stopping.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      return true;
    }
  }

  private static String clip(String reason) {
    return reason.length() <= REASON_CHARS ? reason : reason.substring(0, REASON_CHARS);
  }
}
