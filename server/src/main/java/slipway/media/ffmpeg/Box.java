package slipway.media.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only place where processes start. A tool gets a typed command, one input, one folder to write
 * to, limits and an empty environment; it is killed when a clock runs out, when its output grows
 * too large, when the caller cancels, and when this server dies.
 *
 * <p>{@link #run} blocks the calling thread, which may be a virtual one, until the tool and all its
 * children are gone. Any number of runs may go on at once; the caller limits them.
 */
public final class Box {
  /** Between TERM and KILL (MD-24). */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** How often the clocks are looked at. */
  private static final Duration GLANCE = Duration.ofMillis(100);

  /** Lines of standard output are cut here; ffmpeg's own are far shorter. */
  private static final int LINE_LENGTH = 8 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Box.class);

  /**
   * All children are forked by this one thread, which never ends. Linux sends a child's
   * parent-death signal when the <em>thread</em> that forked it ends, so a pool's thread would take
   * its tools along when it idles out.
   */
  private static final ExecutorService FORK =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("slipway-fork").factory());

  private static final LastWill LAST_WILL = new LastWill();

  private final Path toolFolder;
  private final Sandbox sandbox;
  private final boolean ownLibraries;
  private final Room room;

  /**
   * @param ownLibraries whether the tools' libraries lie beside them (MD-04)
   * @param room of the disk of the work folders
   */
  Box(Path toolFolder, Sandbox sandbox, boolean ownLibraries, Room room) {
    this.toolFolder = toolFolder;
    this.sandbox = sandbox;
    this.ownLibraries = ownLibraries;
    this.room = room;
  }

  /** The layer in force. */
  public Layer layer() {
    return sandbox.layer();
  }

  /**
   * Runs a tool to its end.
   *
   * @param lines gets each line of standard output, on a thread of the box
   * @param cancellation ends the run early; an interrupt of the calling thread does the same and is
   *     kept as its interrupt status
   */
  public Outcome run(
      ToolCommand command,
      WorkFolder folder,
      Limits wanted,
      Consumer<String> lines,
      Cancellation cancellation) {
    long left = wanted.heedsReserve() ? left() : Long.MAX_VALUE;
    if (left <= 0) {
      return new Outcome.Killed(Outcome.Cause.NO_ROOM, "");
    }
    Limits limits = wanted.where(left);
    Path program = toolFolder.resolve(command.tool().program());
    List<String> line =
        sandbox.wrap(
            program, command.arguments(folder.path()), command.inputs(), folder.path(), limits);
    LOG.trace("run {}", line);
    long start = System.nanoTime();
    Process process;
    try {
      process = fork(line, folder.path());
    } catch (ExecutionException failure) {
      return new Outcome.NotStarted(String.valueOf(failure.getCause()));
    }
    boolean wrapped = sandbox.layer() == Layer.BUBBLEWRAP;
    ProcessGroup group = new ProcessGroup(process, sandbox.launcher().isPresent(), wrapped);
    boolean shortOfRoom = limits.fileBytes() < wanted.fileBytes();
    return new Run(process, group, folder, limits, shortOfRoom, lines, cancellation, start).watch();
  }

  /** A disk that cannot be asked is found to be full by whoever writes to it. */
  private long left() {
    try {
      return room.bytes();
    } catch (IOException failure) {
      LOG.warn("the disk of the work folders does not say what room it has", failure);
      return Long.MAX_VALUE;
    }
  }

  /** An interrupt waits until the process is known, else nobody could kill it. */
  private Process fork(List<String> line, Path folder) throws ExecutionException {
    Future<Process> started = FORK.submit(() -> start(line, folder));
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return started.get();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Process start(List<String> line, Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("HOME", folder.toString());
    if (ownLibraries) {
      environment.put("LD_LIBRARY_PATH", toolFolder.toString());
    }
    if (sandbox.launcher().isEmpty()) {
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      return builder.start();
    }
    Process process = builder.start();
    try {
      LAST_WILL.add(sandbox.launcher().get(), process.pid());
    } catch (IOException failure) {
      LAST_WILL.remove(process.pid());
      process.destroyForcibly();
      throw failure;
    }
    try (OutputStream go = process.getOutputStream()) {
      go.write('\n');
    } catch (IOException ended) {
      LOG.debug("a tool ended before it began; its exit code says why", ended);
    }
    return process;
  }

  /** One tool that is running. */
  private final class Run {
    private final Process process;
    private final ProcessGroup group;
    private final WorkFolder folder;
    private final Limits limits;

    /** Whether the limits are what the disk had left, and not what was wanted. */
    private final boolean shortOfRoom;

    private final Consumer<String> lines;
    private final Cancellation cancellation;
    private final long start;
    private final Tail stderr = new Tail();
    private final AtomicLong lastAdvance;

    Run(
        Process process,
        ProcessGroup group,
        WorkFolder folder,
        Limits limits,
        boolean shortOfRoom,
        Consumer<String> lines,
        Cancellation cancellation,
        long start) {
      this.process = process;
      this.group = group;
      this.folder = folder;
      this.limits = limits;
      this.shortOfRoom = shortOfRoom;
      this.lines = lines;
      this.cancellation = cancellation;
      this.start = start;
      this.lastAdvance = new AtomicLong(start);
    }

    Outcome watch() {
      Thread out = Thread.ofPlatform().daemon().name("slipway-stdout").start(this::readLines);
      Thread err = Thread.ofPlatform().daemon().name("slipway-stderr").start(this::readErrors);
      Optional<Outcome> stopped = Optional.empty();
      try {
        try {
          for (int glance = 1; !ended() && stopped.isEmpty(); glance++) {
            stopped = reasonToStop(glance);
          }
          if (stopped.isPresent()) {
            stop();
          }
        } finally {
          // Also after a good end: whatever the tool left running goes now.
          group.kill();
          LAST_WILL.remove(process.pid());
        }
        // A grandchild that escaped the group may hold a pipe open; then its reader is left behind.
        out.join(GRACE);
        err.join(GRACE);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new Outcome.Killed(Outcome.Cause.CANCELLED, stderr.text());
      }
      return stopped.map(this::withErrors).orElseGet(this::byExitCode);
    }

    private boolean ended() throws InterruptedException {
      return process.waitFor(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Optional<Outcome> reasonToStop(int glance) {
      long now = System.nanoTime();
      Duration running = Duration.ofNanos(now - start);
      if (cancellation.cancelled()) {
        return Optional.of(new Outcome.Killed(Outcome.Cause.CANCELLED, ""));
      }
      if (running.compareTo(limits.deadline()) >= 0) {
        return Optional.of(new Outcome.TimedOut(Outcome.Clock.DEADLINE, running, ""));
      }
      Duration still = Duration.ofNanos(now - lastAdvance.get());
      if (limits.stall().isPresent() && still.compareTo(limits.stall().get()) >= 0) {
        return Optional.of(new Outcome.TimedOut(Outcome.Clock.NO_PROGRESS, running, ""));
      }
      // Asking the disk and walking the folder is the dear part: every half second will do.
      if (glance % 5 != 0) {
        return Optional.empty();
      }
      if (isFull()) {
        return Optional.of(new Outcome.Killed(Outcome.Cause.NO_ROOM, ""));
      }
      return folder.bytes() > limits.folderBytes()
          ? Optional.of(new Outcome.Killed(Outcome.Cause.OUTPUT_TOO_LARGE, ""))
          : Optional.empty();
    }

    private boolean isFull() {
      return limits.heedsReserve() && left() <= 0;
    }

    private void stop() throws InterruptedException {
      group.terminate();
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        group.kill();
        process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    private Outcome byExitCode() {
      int code = process.exitValue();
      if (code != 0 && Sandbox.failedItself(stderr.text())) {
        return new Outcome.NotStarted(stderr.text().strip());
      }
      if (code != 0 && Outcome.metFullDisk(code, stderr.text())) {
        // A quota is seen by nothing else: neither by the look at the disk nor by /health.
        LOG.warn("a tool found the disk or a quota full: {}", stderr.text().strip());
        return new Outcome.Killed(Outcome.Cause.NO_ROOM, stderr.text());
      }
      if (code != 0 && isFull()) {
        // It came to the end of its room between two glances.
        return new Outcome.Killed(Outcome.Cause.NO_ROOM, stderr.text());
      }
      if (code == 0) {
        return new Outcome.Finished(Duration.ofNanos(System.nanoTime() - start), stderr.text());
      }
      Outcome failed = Outcome.failed(code, stderr.text());
      return shortOfRoom && failed.ranOutOfRoom()
          ? new Outcome.Killed(Outcome.Cause.NO_ROOM, stderr.text())
          : failed;
    }

    private Outcome withErrors(Outcome outcome) {
      return switch (outcome) {
        case Outcome.TimedOut late ->
            new Outcome.TimedOut(late.clock(), late.after(), stderr.text());
        case Outcome.Killed killed -> new Outcome.Killed(killed.cause(), stderr.text());
        case Outcome.Finished other -> other;
        case Outcome.Failed other -> other;
        case Outcome.NotStarted other -> other;
      };
    }

    private void readLines() {
      Progress.Reader progress = new Progress.Reader();
      Progress[] furthest = {new Progress(Duration.ZERO, 0, 0, false)};
      try (Reader reader =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8), 16384)) {
        StringBuilder line = new StringBuilder();
        for (int c = reader.read(); c >= 0; c = reader.read()) {
          if (c != '\n') {
            if (line.length() < LINE_LENGTH) {
              line.append((char) c);
            }
            continue;
          }
          String text = line.toString();
          line.setLength(0);
          progress.line(text).ifPresent(block -> furthest[0] = noteAdvance(furthest[0], block));
          tell(text);
        }
      } catch (IOException closed) {
        LOG.debug("standard output ended", closed);
      }
    }

    /** A listener that throws must not stop the reading, or the tool would hang on a full pipe. */
    private void tell(String line) {
      try {
        lines.accept(line);
      } catch (RuntimeException fault) {
        LOG.error("listener of a tool's output failed", fault);
      }
    }

    /** A report that says the same as the one before is no progress (REL-31). */
    private Progress noteAdvance(Progress before, Progress now) {
      boolean further =
          now.outTime().compareTo(before.outTime()) > 0
              || now.frames() > before.frames()
              || now.bytes() > before.bytes();
      if (!further) {
        return before;
      }
      lastAdvance.set(System.nanoTime());
      return now;
    }

    private void readErrors() {
      byte[] buffer = new byte[8192];
      try (InputStream in = process.getErrorStream()) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          stderr.add(buffer, count);
        }
      } catch (IOException closed) {
        LOG.debug("standard error ended", closed);
      }
    }
  }
}
