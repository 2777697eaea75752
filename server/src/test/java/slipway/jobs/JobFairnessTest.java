package slipway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.sql.Database;
import slipway.testing.OnEveryDatabase;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

/** What matters most goes first, and nothing waits for ever behind it. */
@OnEveryDatabase
class JobFairnessTest {
  private static final int PARTS = 10;
  private static final int RUNS = 45;
  private static final Duration EACH = Duration.ofSeconds(30);

  private static final JobSettings ONE =
      new JobSettings(
          1,
          /* heavyThreads= */ 1,
          1,
          Duration.ofMillis(20),
          Duration.ofSeconds(5),
          3,
          Duration.ofHours(1),
          Duration.ofHours(1),
          5,
          Duration.ofSeconds(1));

  private final Database database;
  private final SettableClock clock = new SettableClock();
  private final List<String> order = new CopyOnWriteArrayList<>();
  private final CountDownLatch enough = new CountDownLatch(RUNS);

  JobFairnessTest(TestDatabase databases) {
    database = databases.fresh();
  }

  @Test
  @DisplayName(
      "MD-40: a film in parts gets each third turn once it has waited, however many short videos"
          + " keep coming; these never wait longer than for one part")
  void longFilm_isNotStarved() throws Exception {
    try (JobQueue queue = new JobQueue(database, ONE, clock, "node", JobListener.NONE)) {
      queue.register("encode", Lane.HEAVY, new Encoder(queue));
      for (int part = 0; part < PARTS; part++) {
        queue.enqueue("encode", "film-" + part, clock.instant(), 4_000 - part);
      }
      queue.enqueue("encode", "short-0", clock.instant(), 20_000);
      queue.start();
      assertThat(enough.await(60, TimeUnit.SECONDS)).as("ran: %s", order).isTrue();
    }
    List<String> ran = order.subList(0, RUNS);
    int patience = (int) (LanePicking.PATIENCE.toMillis() / EACH.toMillis());
    assertThat(ran.subList(0, patience)).allMatch(key -> key.startsWith("short-"));
    assertThat(ran.stream().filter(key -> key.startsWith("film-")))
        .as("all of it, from its beginning, in %s", ran)
        .containsExactlyElementsOf(IntStream.range(0, PARTS).mapToObj(n -> "film-" + n).toList());
    for (int i = 1; i < ran.size(); i++) {
      assertThat(ran.subList(i - 1, i + 1))
          .as("a short one waits for one part at most, in %s", ran)
          .anyMatch(key -> key.startsWith("short-"));
    }
  }

  @Test
  @DisplayName(
      "REL-35: a backlog in which everything has waited long goes in the order its owners asked"
          + " for, whoever waits longest")
  void backlog_keepsTheOrderOfWishes() throws Exception {
    List<Integer> wishes = IntStream.range(0, 30).mapToObj(n -> n * 7 % 21 - 10).toList();
    CountDownLatch all = new CountDownLatch(wishes.size());
    try (JobQueue queue = new JobQueue(database, ONE, clock, "node", JobListener.NONE)) {
      queue.register("encode", Lane.HEAVY, new Ordered(all));
      for (int number = 0; number < wishes.size(); number++) {
        int wish = wishes.get(number);
        queue.enqueue(
            "encode", wish + " " + number, clock.instant(), new Rank(20_000 + 100 * wish, wish));
        // So the first have waited too long when the last come, and these have not.
        clock.advance(LanePicking.PATIENCE.dividedBy(wishes.size() / 2));
      }
      queue.start();
      assertThat(all.await(60, TimeUnit.SECONDS)).as("ran: %s", order).isTrue();
    }
    assertThat(order.stream().map(key -> Integer.valueOf(key.substring(0, key.indexOf(' ')))))
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  @DisplayName("MD-40: what has waited for an hour gets turns, however little its owner wanted it")
  void leastWanted_comesAfterAnHour() throws Exception {
    CountDownLatch all = new CountDownLatch(11);
    try (JobQueue queue = new JobQueue(database, ONE, clock, "node", JobListener.NONE)) {
      queue.register("encode", Lane.HEAVY, new Ordered(all));
      queue.enqueue("encode", "last", clock.instant(), new Rank(-1_000, -10));
      clock.advance(LanePicking.LONGEST_PATIENCE);
      for (int number = 0; number < 10; number++) {
        queue.enqueue("encode", "greedy " + number, clock.instant(), new Rank(1_000, 10));
      }
      queue.start();
      assertThat(all.await(60, TimeUnit.SECONDS)).as("ran: %s", order).isTrue();
    }
    assertThat(order.indexOf("last")).isEqualTo(LanePicking.TURNS_OF_PRIORITY);
  }

  /** Writes down who ran. */
  private final class Ordered implements JobHandler {
    private final CountDownLatch all;

    Ordered(CountDownLatch all) {
      this.all = all;
    }

    @Override
    public Outcome run(Job job, JobControl control) {
      order.add(job.key());
      all.countDown();
      return Outcome.done();
    }

    @Override
    public void gaveUp(Job job, String reason) {
      throw new AssertionError(reason);
    }
  }

  /** Each run takes a while, and there is always another short video. */
  private final class Encoder implements JobHandler {
    private final JobQueue queue;

    Encoder(JobQueue queue) {
      this.queue = queue;
    }

    @Override
    public Outcome run(Job job, JobControl control) {
      order.add(job.key());
      clock.advance(EACH);
      if (job.key().startsWith("short-")) {
        queue.enqueue("encode", "short-" + order.size(), clock.instant(), 20_000);
      }
      enough.countDown();
      return Outcome.done();
    }

    @Override
    public void gaveUp(Job job, String reason) {
      throw new AssertionError(reason);
    }
  }
}
