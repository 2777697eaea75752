package slipway.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.config.SettingsException;
import slipway.config.SettingsSources;
import slipway.sql.DatabaseUnavailable;

/** Starts the server for a process: with its environment, its folder and its signals. */
public final class Launch {
  private static final Logger log = LoggerFactory.getLogger(Launch.class);

  /** For all that is closed once no request runs; with the default grace, ten seconds in all. */
  private static final Duration AFTER_REQUESTS = Duration.ofMillis(2500);

  /** What running jobs may take until they are put back. */
  private static final Duration FOR_JOBS = Duration.ofSeconds(7);

  private Launch() {}

  /** The settings as this process has them. */
  public static ServerSettings settings(List<String> flags) {
    return settings(flags, System.getenv(), Path.of("").toAbsolutePath());
  }

  /** A variable of this process's environment that is none of our settings. */
  public static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /** The time as this process has it. */
  public static InstantSource clock() {
    return InstantSource.system();
  }

  /** A video of a few seconds that is packaged as it is, for trying the house out. */
  public static InputStream rehearsalClip() {
    return Objects.requireNonNull(Launch.class.getResourceAsStream("rehearsal.mp4"));
  }

  static ServerSettings settings(
      List<String> flags, Map<String, String> environment, Path workingFolder) {
    try {
      return ServerSettings.load(new SettingsSources(flags, environment, workingFolder));
    } catch (SettingsException wrong) {
      throw new StartFailure(String.valueOf(wrong.getMessage()), wrong);
    }
  }

  /**
   * Starts the server and stops it in good order when the process is told to end.
   *
   * @throws StartFailure with a sentence when it cannot start
   */
  public static Server serve(List<String> flags, String version, PrintStream out) {
    ServerSettings settings = settings(flags);
    Duration grace = settings.http().timeouts().shutdownGrace();
    // A shorter one is for requests; jobs have theirs, or would count as lost (REL-30).
    Duration limit = (grace.compareTo(FOR_JOBS) < 0 ? FOR_JOBS : grace).plus(AFTER_REQUESTS);
    try {
      Server server = Server.start(settings, version, out);
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(server, limit)));
      Practice.begin();
      return server;
    } catch (DatabaseUnavailable unavailable) {
      throw new StartFailure(String.valueOf(unavailable.getMessage()), unavailable);
    } catch (IOException failure) {
      throw new StartFailure(String.valueOf(failure.getMessage()), failure);
    }
  }

  /**
   * A JVM that was told to end by a signal exits with 143, however well it stopped; whoever watches
   * over the process takes that for a fault (REL-22). Whatever does not end is left behind: all
   * that was told is on the disk (TUS-176).
   */
  @SuppressWarnings("InterruptedExceptionSwallowed") // the process ends anyway
  private static void stop(Server server, Duration limit) {
    try {
      boolean ended = Thread.ofPlatform().daemon().name("close").start(server::close).join(limit);
      if (!ended) {
        log.warn("not all has ended within {}; the process ends without it", limit);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(0);
  }
}
