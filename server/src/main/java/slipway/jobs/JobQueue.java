package slipway.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.sql.Database;
import slipway.sql.Dialect;

/**
 * The jobs that are to be done, kept in the database. Handlers are registered once at wiring time;
 * a node that is only to enqueue and list does not {@link #start}. Safe for any number of threads.
 */
public final class JobQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);
  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,49}");
  private static final int LONGEST_KEY = 200;
  private static final Duration BEFORE_LONG = Duration.ofSeconds(5);

  private final Database database;
  private final JobSettings settings;
  private final InstantSource time;
  private final String node;
  private final JobListener listener;
  private final Map<Lane, LaneTable> tables = new EnumMap<>(Lane.class);
  private final Map<Lane, Map<String, JobHandler>> handlers = new EnumMap<>(Lane.class);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Runs runs = new Runs(stopping);
  private volatile Map<Lane, Worker> workers = Map.of();

  /**
   * @param time says what is due; the waits between looking do not depend on it
   * @param node names this process in the tables, at most 50 characters; another one at each start
   */
  public JobQueue(
      Database database,
      JobSettings settings,
      InstantSource time,
      String node,
      JobListener listener) {
    this.database = database;
    this.settings = settings;
    this.time = time;
    this.node = node;
    this.listener = listener;
    for (Lane lane : Lane.values()) {
      tables.put(lane, new LaneTable(database, lane));
      handlers.put(lane, new LinkedHashMap<>());
    }
  }

  /**
   * Says who does jobs of a kind, and in which lane. Before {@link #start}.
   *
   * @param kind lower case, digits and dashes; part of what is stored, so it stays as it is
   */
  public JobQueue register(String kind, Lane lane, JobHandler handler) {
    if (!KIND.matcher(kind).matches() || laneOf(kind).isPresent()) {
      throw new IllegalArgumentException("Not a new kind of job: " + kind);
    }
    handlers(lane).put(kind, handler);
    return this;
  }

  /**
   * Begins to work. With SQLite, where the folder lock proves that nobody else is there, first
   * frees whatever a process that vanished had begun.
   */
  public synchronized void start() {
    if (!workers.isEmpty() || stopping.getCount() == 0) {
      throw new IllegalStateException("A queue is started once");
    }
    Map<Lane, Worker> starting = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      Runner runner =
          new Runner(
              database, table(lane), settings, time, listener, runs, stopping, () -> wake(lane));
      if (database.dialect() == Dialect.SQLITE) {
        freeAll(lane, runner);
      }
      starting.put(
          lane, new Worker(database, lane, handlers(lane), settings, time, node, runner, runs));
    }
    workers = Map.copyOf(starting);
    workers.values().forEach(Worker::start);
    Thread.ofVirtual().name("jobs-poll").start(this::poll);
  }

  /** {@link #enqueue(String, String, Instant, Rank)} for now, at the usual rank. */
  public void enqueue(String kind, String key) {
    enqueue(kind, key, time.instant(), Rank.USUAL);
  }

  /** {@link #enqueue(String, String, Instant, Rank)} for what no owner has a wish about. */
  public void enqueue(String kind, String key, Instant at, int priority) {
    enqueue(kind, key, at, new Rank(priority, /* wish= */ 0));
  }

  /**
   * Puts a job in the queue, as part of this thread's transaction if there is one; this node begins
   * it right after the commit, or when it is due. There is one job per kind and key: if it waits
   * already, it is due at the earlier of both times; if it runs, it runs once more afterwards,
   * because the run may have looked before what is new now.
   *
   * @param rank within its lane; of a job that waits already, the higher of both counts
   * @throws IllegalArgumentException for a kind that nobody registered
   */
  public void enqueue(String kind, String key, Instant at, Rank rank) {
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      throw new IllegalArgumentException("A key has 1 to " + LONGEST_KEY + " characters");
    }
    Lane lane = known(kind);
    database.doInTransaction(() -> {
      table(lane).put(kind, key, at, rank, time.instant());
      database.afterCommit(() -> {
        wake(lane);
        wakeOnTime(lane, at);
      });
    });
  }

  /**
   * Takes a job out of the queue, as part of this thread's transaction if there is one. If it is
   * running, the run is told after the commit (on another node with its next heartbeat), and
   * whatever it does from now on is not counted; {@link #awaitEnd} waits for it.
   *
   * @return whether there was such a job
   */
  public boolean cancel(String kind, String key) {
    Lane lane = known(kind);
    return database.inTransaction(() -> {
      boolean removed = table(lane).remove(kind, key);
      database.afterCommit(() -> drop(kind, key));
      return removed;
    });
  }

  /** {@link #cancel} for all jobs of a kind whose keys begin so. */
  public void cancelAll(String kind, String prefix) {
    Lane lane = known(kind);
    database.doInTransaction(
        () -> table(lane).keys(kind, prefix).forEach(key -> cancel(kind, key)));
  }

  /**
   * Waits until no run of these jobs is going on in this process; false if one took too long.
   *
   * @param patience for each of them
   */
  public boolean awaitEndOfAll(String kind, String prefix, Duration patience)
      throws InterruptedException {
    for (Run run : runs.all(kind, prefix)) {
      if (!run.awaitEnd(patience)) {
        return false;
      }
    }
    return true;
  }

  /** Waits until no run of the job is going on in this process; false if that took too long. */
  public boolean awaitEnd(String kind, String key, Duration patience) throws InterruptedException {
    Run run = runs.find(kind, key);
    return run == null || run.awaitEnd(patience);
  }

  /**
   * All jobs, lane by lane, running ones first, then in the order in which they will run.
   *
   * @param limit at most so many of each lane
   */
  public List<JobView> list(int limit) {
    List<JobView> all = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      all.addAll(table(lane).list(limit));
    }
    return List.copyOf(all);
  }

  /**
   * Stops in good order: nothing new is begun, runs may finish for the grace of the settings, then
   * they are interrupted and go back into the queue as if they had not been begun. What fails
   * meanwhile may have been ended by whoever stops the server, and is no try ({@link
   * JobControl#cutShort}).
   */
  @Override
  public void close() {
    synchronized (this) {
      if (stopping.getCount() == 0) {
        return;
      }
      stopping.countDown();
    }
    List<Thread> stops =
        workers.values().stream().map(worker -> Thread.ofVirtual().start(worker::stop)).toList();
    try {
      long deadline = System.nanoTime() + settings.stopGrace().toNanos();
      for (Run run : runs.all()) {
        run.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      }
      runs.all().forEach(run -> run.cancel(Run.Cancel.STOPPED));
      deadline += Worker.AFTER_GRACE.toNanos();
      for (Thread stop : stops) {
        if (!stop.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
          LOG.warn("A job does not stop; another process will begin it anew");
        }
      }
    } catch (InterruptedException hurried) {
      runs.all().forEach(run -> run.cancel(Run.Cancel.STOPPED));
      Thread.currentThread().interrupt();
    }
  }

  /** What is due before long begins when it is due, not when the tables are next looked at. */
  private void wakeOnTime(Lane lane, Instant at) {
    Duration wait = Duration.between(time.instant(), at);
    if (wait.isPositive() && wait.compareTo(BEFORE_LONG) <= 0 && workers.containsKey(lane)) {
      Thread.ofVirtual()
          .name("jobs-wake")
          .start(() -> {
            try {
              if (!stopping.await(wait.toMillis() + 1, TimeUnit.MILLISECONDS)) {
                wake(lane);
              }
            } catch (InterruptedException nobodyDoesThat) {
              Thread.currentThread().interrupt();
            }
          });
    }
  }

  /** db-scheduler waits by the clock it is given, which may stand still or jump (REL-24). */
  private void poll() {
    try {
      while (!stopping.await(settings.poll().toNanos(), TimeUnit.NANOSECONDS)) {
        workers.values().forEach(Worker::wake);
      }
    } catch (InterruptedException nobodyDoesThat) {
      Thread.currentThread().interrupt();
    }
  }

  private void freeAll(Lane lane, Runner runner) {
    List<LaneTable.Picked> picked = table(lane).picked();
    if (!picked.isEmpty()) {
      LOG.info("{} jobs in lane {} were cut short and go on", picked.size(), lane);
    }
    picked.forEach(job -> runner.free(job.kind(), job.key(), job.version(), job.lost()));
  }

  private void drop(String kind, String key) {
    Run run = runs.find(kind, key);
    if (run != null) {
      run.cancel(Run.Cancel.DROPPED);
    }
  }

  private void wake(Lane lane) {
    Worker worker = workers.get(lane);
    if (worker != null) {
      worker.wake();
    }
  }

  private Lane known(String kind) {
    return laneOf(kind)
        .orElseThrow(() -> new IllegalArgumentException("Nobody does jobs of the kind " + kind));
  }

  private Optional<Lane> laneOf(String kind) {
    return handlers.entrySet().stream()
        .filter(lane -> lane.getValue().containsKey(kind))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @SuppressWarnings("NullAway") // filled for every lane in the constructor
  private LaneTable table(Lane lane) {
    return tables.get(lane);
  }

  @SuppressWarnings("NullAway") // filled for every lane in the constructor
  private Map<String, JobHandler> handlers(Lane lane) {
    return handlers.get(lane);
  }
}
