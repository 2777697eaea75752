package slipway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.sql.Database;
import slipway.sql.DatabaseSettings;
import slipway.sql.DatabaseUnavailable;

/** A second process over the same SQLite file, killed in the middle of a job. */
class JobCrashTest {
  /** Polls so rarely that only what start frees can be what runs the job. */
  private static final JobSettings SETTINGS =
      new JobSettings(
          2,
          1,
          1,
          Duration.ofMinutes(10),
          Duration.ofSeconds(5),
          3,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          5,
          Duration.ofSeconds(1));

  @TempDir Path folder;
  private @Nullable Process process;

  @AfterEach
  void noProcessStays() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private record Forwarding(BlockingQueue<Job> jobs) implements JobHandler {
    @Override
    public Outcome run(Job job, JobControl control) {
      jobs.add(job);
      return Outcome.done();
    }

    @Override
    public void gaveUp(Job job, String reason) {
      throw new AssertionError(reason);
    }
  }

  /** The process that will be killed. */
  static final class Victim implements JobHandler {
    private static final CountDownLatch FOREVER = new CountDownLatch(1);

    public static void main(String[] arguments) throws InterruptedException {
      Database database = Database.open(DatabaseSettings.defaults(arguments[0]));
      JobQueue queue =
          new JobQueue(database, SETTINGS, InstantSource.system(), "victim", JobListener.NONE);
      queue.register("long", Lane.HEAVY, new Victim());
      queue.start();
      queue.enqueue("long", "a");
      FOREVER.await();
    }

    @Override
    public Outcome run(Job job, JobControl control) throws InterruptedException {
      System.out.println("running " + job.key());
      FOREVER.await();
      return Outcome.done();
    }

    @Override
    public void gaveUp(Job job, String reason) {}
  }

  @Test
  @DisplayName("REL-37 a second process is refused; after kill -9 its job starts again at once")
  void killedProcess_itsJobGoesOnAtOnce() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("slipway.db");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                "-cp",
                classPath(),
                Victim.class.getName(),
                url)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      while (line != null && !line.equals("running a")) {
        line = output.readLine();
      }
      assertThat(line).isEqualTo("running a");

      assertThatThrownBy(() -> Database.open(DatabaseSettings.defaults(url)))
          .isInstanceOfSatisfying(
              DatabaseUnavailable.class,
              refused -> assertThat(refused.reason()).isEqualTo(DatabaseUnavailable.Reason.IN_USE))
          .hasMessageContaining("process " + process.pid());

      process.destroyForcibly().waitFor();
    }
    BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
    try (Database database = Database.open(DatabaseSettings.defaults(url));
        JobQueue queue =
            new JobQueue(database, SETTINGS, InstantSource.system(), "heir", JobListener.NONE)) {
      queue.register("long", Lane.HEAVY, new Forwarding(jobs));
      assertThat(queue.list(10))
          .singleElement()
          .extracting(JobView::runningOn)
          .isEqualTo(Optional.of("victim"));
      queue.start();
      Job job = jobs.poll(10, TimeUnit.SECONDS);
      assertThat(job)
          .isEqualTo(new Job("long", "a", 1, 0, Optional.of("The process that ran it vanished.")));
    }
  }

  /** Surefire keeps the real class path in a property when it uses a manifest-only jar. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
        .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
  }
}
