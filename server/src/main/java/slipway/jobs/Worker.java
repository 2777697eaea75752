package slipway.jobs;

import com.github.kagkarlsson.scheduler.CurrentlyExecuting;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.Task;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.sql.Database;
import slipway.sql.Dialect;

/** The threads of one lane: picks what is due, runs it, keeps it alive, and stops in good order. */
final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** db-scheduler asks for at least four. */
  private static final int MISSED_HEARTBEATS = 4;

  /** So that nothing is ever taken for dead, or deleted for having no handler in this version. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  /** For runs that were interrupted to end. */
  static final Duration AFTER_GRACE = Duration.ofSeconds(2);

  private final Scheduler scheduler;

  Worker(
      Database database,
      Lane lane,
      Map<String, JobHandler> handlers,
      JobSettings settings,
      InstantSource time,
      String node,
      Runner runner,
      Runs runs) {
    boolean shared = database.dialect() == Dialect.POSTGRESQL;
    Silence silence = new Silence(settings.heartbeat().multipliedBy(2), System::nanoTime);
    List<Task<?>> tasks =
        handlers.entrySet().stream()
            .<Task<?>>map(kind ->
                new LaneTask(
                    kind.getKey(),
                    execution -> runner.run(kind.getValue(), execution),
                    execution -> takeOver(execution, runner, runs, silence)))
            .toList();
    Thread.Builder.OfVirtual threads =
        Thread.ofVirtual().name(lane.name().toLowerCase(Locale.ROOT) + "-", 0);
    scheduler =
        Scheduler.create(database.dataSource(), tasks)
            .tableName(lane.table())
            .schedulerName(new SchedulerName.Fixed(node))
            .jdbcCustomization(new LanePicking(database.dialect(), handlers.keySet(), lane.ages()))
            .clock(time::instant)
            .threads(settings.threads(lane))
            .executorService(pool(settings.threads(lane), threads))
            .dueExecutor(Executors.newSingleThreadExecutor(threads.factory()))
            .housekeeperExecutor(Executors.newScheduledThreadPool(1, threads.factory()))
            // Pick exactly as many as there are free threads, so that nothing picked ever waits.
            .pollUsingLockAndFetch(0.99, 1.0)
            .enablePriority()
            .pollingInterval(settings.poll())
            // With SQLite the folder is ours alone: nobody else can die with our jobs.
            .heartbeatInterval(shared ? settings.heartbeat() : NEVER)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .deleteUnresolvedAfter(NEVER)
            .shutdownMaxWait(settings.stopGrace().plus(AFTER_GRACE))
            .failureLogging(LogLevel.ERROR, true)
            .addSchedulerListener(new LostLease(runs, runner))
            .build();
  }

  private ThreadPoolExecutor pool(int size, Thread.Builder.OfVirtual threads) {
    return new ThreadPoolExecutor(
        size, size, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads.factory()) {
      @Override
      protected void afterExecute(Runnable run, @Nullable Throwable thrown) {
        // Only here is the thread free in db-scheduler's books; what waits need not await the poll.
        wake();
      }
    };
  }

  void start() {
    scheduler.start();
  }

  /** Looks for due work now. */
  void wake() {
    scheduler.triggerCheckForDueExecutions();
  }

  /** Picks no more, and returns when all runs have ended. */
  void stop() {
    scheduler.stop();
  }

  private static void takeOver(Execution execution, Runner runner, Runs runs, Silence silence) {
    if (runs.find(execution.getTaskName(), execution.getId()) != null) {
      return; // It runs right here; its heartbeat only looks old because the clock jumped.
    }
    if (silence.isDead(execution)) {
      LOG.warn(
          "Node {} gives no sign of life; taking over its job {} {}",
          execution.pickedBy,
          execution.getTaskName(),
          execution.getId());
      runner.free(execution);
    }
  }

  /** A heartbeat that finds no row: the job was cancelled or taken over on another node. */
  private static final class LostLease extends AbstractSchedulerListener {
    private final Runs runs;
    private final Runner runner;

    LostLease(Runs runs, Runner runner) {
      this.runs = runs;
      this.runner = runner;
    }

    @Override
    public void onExecutionFailedHeartbeat(CurrentlyExecuting executing) {
      Run run =
          runs.find(executing.getTaskInstance().getTaskName(), executing.getTaskInstance().getId());
      // It may also be a run that has just ended, or a database that is away for a moment.
      if (run != null
          && run.version() == executing.getExecution().version
          && runner.isLost(executing.getExecution())) {
        run.cancel(Run.Cancel.DROPPED);
      }
    }
  }
}
