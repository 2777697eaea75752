package slipway.media.ffmpeg;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills the tools of this server when it dies, whatever kills it (MD-24).
 *
 * <p>A parent-death signal alone is not enough: it is sent at the moment of the death, and who asks
 * for it a moment later never gets it. setpriv and bubblewrap ask some milliseconds after their
 * start. So one small shell holds the list of the process groups that run, reads changes from a
 * pipe whose other end only this server has, and kills what is on the list when the pipe ends.
 *
 * <p>A tool waits with its first step until it is on the list: see {@link Sandbox#wrap}. Safe for
 * any number of threads; a call waits for the shell only when the pipe is full.
 */
final class LastWill {
  private static final Logger LOG = LoggerFactory.getLogger(LastWill.class);

  /**
   * A group is not there yet while its leader is about to make it, and then has no children. What
   * stops a service may also ask this shell to end; it ends with the server.
   */
  private static final String SCRIPT =
      """
      trap '' HUP INT TERM
      groups=
      while read -r change group; do
        if [ "$change" = add ]; then
          groups="$groups $group"
        else
          others=
          for one in $groups; do
            [ "$one" = "$group" ] || others="$others $one"
          done
          groups=$others
        fi
      done
      for one in $groups; do
        kill -s KILL -- "-$one" || kill -s KILL "$one"
      done
      """;

  private final Set<Long> groups = new LinkedHashSet<>();
  private @Nullable Process executor;

  /**
   * Puts a process group on the list.
   *
   * @param launcher the programs of the box
   * @throws IOException when no shell can be started
   */
  synchronized void add(Launcher launcher, long group) throws IOException {
    groups.add(group);
    if (executor == null || !tell("add", group)) {
      start(launcher);
    }
  }

  /** Takes it off again; its number may be given to strangers from now on. */
  synchronized void remove(long group) {
    groups.remove(group);
    if (executor != null) {
      tell("remove", group);
    }
  }

  /** Programs that start the executor in a session of its own, away from a terminal's signals. */
  record Launcher(Path setsid, Path shell) {}

  private void start(Launcher launcher) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(launcher.setsid().toString(), launcher.shell().toString(), "-c", SCRIPT));
    builder.environment().clear();
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    executor = builder.directory(Path.of("/").toFile()).start();
    for (long group : groups) {
      if (!tell("add", group)) {
        throw new IOException("the shell that ends tools with this server ended at once");
      }
    }
  }

  /** Whether the executor could be told; one that was killed is replaced with the next tool. */
  private boolean tell(String change, long group) {
    Process listener = executor;
    if (listener == null || !listener.isAlive()) {
      return false;
    }
    try {
      OutputStream pipe = listener.getOutputStream();
      pipe.write((change + " " + group + "\n").getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
      return true;
    } catch (IOException gone) {
      LOG.warn("the shell that ends tools with this server has ended", gone);
      return false;
    }
  }
}
