package slipway.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The box with tools that misbehave. */
@Tag("ffmpeg")
final class BoxTest {
  private static final Duration AMPLE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(500);

  /** A number of seconds to sleep that names the processes of this test. */
  private final String marker =
      "86400." + ThreadLocalRandom.current().nextInt(1_000_000, 9_999_999);

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Cancellation cancellation = new Cancellation();

  @TempDir Path temporary;
  private Path scratch = Path.of("unset");
  private Room room = Room.BOUNDLESS;

  @BeforeEach
  void setUp() {
    scratch = temporary.resolve("scratch");
  }

  @AfterEach
  void nothingSurvives() {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(FakeTools.runs(marker)).isFalse());
  }

  private Outcome run(Layer layer, String script, Limits limits) throws IOException {
    Path tools = FakeTools.write(temporary.resolve("tools"), script.replace("MARKER", marker));
    try (WorkFolder folder = WorkFolder.in(scratch)) {
      return run(layer, tools, folder, limits);
    }
  }

  private Outcome run(Layer layer, Path tools, WorkFolder folder, Limits limits) {
    InquiryCommand command = new InquiryCommand(Tool.FFMPEG, InquiryCommand.Question.VERSION);
    return FakeTools.box(tools, layer, room).run(command, folder, limits, lines::add, cancellation);
  }

  @ParameterizedTest
  @EnumSource(Layer.class)
  @DisplayName("MD-25: exit code 0 is finished, and its lines are heard")
  void finished(Layer layer) throws IOException {
    Outcome outcome = run(layer, "echo one; echo two; echo warning >&2", FakeTools.limits(AMPLE));
    assertThat(outcome).isInstanceOf(Outcome.Finished.class);
    assertThat(((Outcome.Finished) outcome).stderrTail()).isEqualTo("warning\n");
    assertThat(lines).containsExactly("one", "two");
  }

  @ParameterizedTest
  @CsvSource({"1,false", "69,true", "137,false", "153,false", "183,true", "234,true"})
  @DisplayName("MD-25, REL-32: exit codes are sorted into permanent ones and others")
  void exitCodes(int code, boolean permanent) throws IOException {
    Outcome outcome = run(Layer.LIMITS, "echo why >&2; exit " + code, FakeTools.limits(AMPLE));
    assertThat(outcome).isEqualTo(new Outcome.Failed(code, permanent, "why\n"));
  }

  @ParameterizedTest
  @EnumSource(Layer.class)
  @DisplayName("REL-32: a crash is a failure that may go better next time")
  void crash(Layer layer) throws IOException {
    Outcome outcome = run(layer, "kill -SEGV $$", FakeTools.limits(AMPLE));
    assertThat(outcome).isEqualTo(new Outcome.Failed(139, false, ""));
  }

  @ParameterizedTest
  @EnumSource(Layer.class)
  @DisplayName("REL-31, MD-20, MD-24: a tool that hangs and ignores TERM is killed at its deadline")
  void hangs(Layer layer) throws IOException {
    String script = "trap '' TERM; sleep MARKER & echo busy >&2; sleep MARKER; sleep MARKER";
    Outcome outcome = run(layer, script, FakeTools.limits(SHORT));
    assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
    Outcome.TimedOut late = (Outcome.TimedOut) outcome;
    assertThat(late.clock()).isEqualTo(Outcome.Clock.DEADLINE);
    assertThat(late.stderrTail()).isEqualTo("busy\n");
  }

  @Test
  @DisplayName("REL-31: a stopped tool (SIGSTOP) is killed as well")
  void stopped() throws IOException {
    assertThat(run(Layer.LIMITS, "sleep MARKER & kill -STOP $$", FakeTools.limits(SHORT)))
        .isInstanceOf(Outcome.TimedOut.class);
  }

  @Test
  @DisplayName("MD-24: TERM comes first and is enough for a tool that listens")
  void termComesFirst() throws IOException {
    String script = "trap 'echo ended >&2; exit 3' TERM; echo up; while :; do sleep 0.05; done";
    Outcome outcome = run(Layer.LIMITS, script, FakeTools.limits(SHORT));
    assertThat(((Outcome.TimedOut) outcome).stderrTail()).contains("ended");
  }

  @Test
  @DisplayName("REL-31: reports that never change are no progress")
  void stalls() throws IOException {
    String script =
        "while :; do echo out_time_us=1000; echo frame=1; echo progress=continue; sleep 0.1; done";
    Outcome outcome = run(Layer.LIMITS, script, stallAfter(SHORT));
    assertThat(outcome).isInstanceOf(Outcome.TimedOut.class);
    assertThat(((Outcome.TimedOut) outcome).clock()).isEqualTo(Outcome.Clock.NO_PROGRESS);
  }

  @Test
  @DisplayName("REL-31: a slow tool that reports progress lives on")
  void slowIsNotStalled() throws IOException {
    String script =
        "for i in 1 2 3 4 5 6 7 8 9 10; do"
            + " echo out_time_us=${i}000; echo progress=continue; sleep 0.1; done";
    assertThat(run(Layer.LIMITS, script, stallAfter(SHORT))).isInstanceOf(Outcome.Finished.class);
  }

  private static Limits stallAfter(Duration stall) {
    Limits usual = FakeTools.limits(AMPLE);
    return new Limits(
        usual.deadline(),
        Optional.of(stall),
        usual.cpu(),
        usual.addressSpaceBytes(),
        usual.fileBytes(),
        usual.folderBytes(),
        usual.openFiles(),
        usual.nice(),
        usual.heedsReserve());
  }

  @Test
  @DisplayName("REL-32, MD-23: of 1 GB of standard error the last 64 KiB are kept")
  void floodOfErrors() throws IOException {
    String script = "head -c 1000000000 /dev/zero >&2; echo end >&2; exit 1";
    Outcome outcome = run(Layer.LIMITS, script, FakeTools.limits(AMPLE));
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).stderrTail()).hasSize(64 * 1024).endsWith("???end\n");
  }

  @Test
  @DisplayName("REL-32: a line of output without end is cut")
  void endlessLine() throws IOException {
    String script = "head -c 50000000 /dev/zero | tr '\\0' x; echo; echo next";
    assertThat(run(Layer.LIMITS, script, FakeTools.limits(AMPLE)))
        .isInstanceOf(Outcome.Finished.class);
    assertThat(lines).hasSize(2).last().isEqualTo("next");
    assertThat(lines.getFirst()).hasSize(8192);
  }

  @ParameterizedTest
  @EnumSource(
      value = Layer.class,
      names = {"LIMITS", "BUBBLEWRAP"})
  @DisplayName("REL-32, MD-20: one file that grows too large ends the tool with 153")
  void largeFile(Layer layer) throws IOException {
    Outcome outcome = run(layer, "exec head -c 100000000 /dev/zero > big", FakeTools.limits(AMPLE));
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).exitCode()).isEqualTo(153);
  }

  @Test
  @DisplayName("REL-32: many files that grow too large together end the tool too")
  void manyFiles() throws IOException {
    String script =
        "i=0; while :; do i=$((i+1)); mkdir d$i; head -c 30000000 /dev/zero > d$i/f; done";
    assertThat(run(Layer.LIMITS, script, FakeTools.limits(AMPLE)))
        .isInstanceOf(Outcome.Killed.class)
        .extracting(outcome -> ((Outcome.Killed) outcome).cause())
        .isEqualTo(Outcome.Cause.OUTPUT_TOO_LARGE);
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  @DisplayName("REL-32, REL-42: what writes does not start on a disk that is full to its reserve")
  void fullFromTheStart() throws IOException {
    room = () -> 0;
    Limits reading = FakeTools.limits(AMPLE);
    Outcome full = new Outcome.Killed(Outcome.Cause.NO_ROOM, "");
    assertThat(run(Layer.LIMITS, "echo started", reading.writing(1 << 20))).isEqualTo(full);
    assertThat(lines).isEmpty();
    assertThat(run(Layer.LIMITS, "echo started", reading)).isInstanceOf(Outcome.Finished.class);
    assertThat(lines).as("what writes next to nothing is not kept from it").hasSize(1);
  }

  @Test
  @DisplayName("REL-32, REL-42: a run ends, with its children, when the reserve is touched")
  void fullOnTheWay() throws IOException {
    room = () -> lines.isEmpty() ? 1000 : 0;
    String script = "sleep MARKER & echo full; echo why >&2; sleep MARKER";
    Outcome stopped = run(Layer.LIMITS, script, FakeTools.limits(AMPLE).writing(1 << 20));
    // The shell may add a word of its own about the signal.
    assertThat(stopped)
        .isInstanceOfSatisfying(
            Outcome.Killed.class,
            killed -> {
              assertThat(killed.cause()).isEqualTo(Outcome.Cause.NO_ROOM);
              assertThat(killed.stderrTail()).startsWith("why\n");
            });
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  @DisplayName("REL-32: one file takes no more than is left, and the reason is the disk")
  void fullInOneStroke() throws IOException {
    long disk = 1 << 20;
    room = () -> disk - written();
    String script = "exec head -c 5000000 /dev/zero > big";
    assertThat(run(Layer.LIMITS, script, FakeTools.limits(AMPLE).writing(1 << 24)))
        .isInstanceOfSatisfying(
            Outcome.Killed.class,
            killed -> assertThat(killed.cause()).isEqualTo(Outcome.Cause.NO_ROOM));
  }

  @ParameterizedTest
  @CsvSource({
    "228,No space left on device,true",
    "134,Disk quota exceeded,true",
    "134,Assertion failed,false",
    "1,Disk quota exceeded,false"
  })
  @DisplayName("REL-32: what FFmpeg itself finds full is no fault of the file, whatever is left")
  void fullSaysFfmpeg(int code, String words, boolean full) throws IOException {
    String script = "echo 'Error writing trailer: %s' >&2; exit %d".formatted(words, code);
    Outcome outcome = run(Layer.LIMITS, script, FakeTools.limits(AMPLE));
    String said = "Error writing trailer: " + words + "\n";
    assertThat(outcome)
        .isEqualTo(
            full
                ? new Outcome.Killed(Outcome.Cause.NO_ROOM, said)
                : new Outcome.Failed(code, /* permanent= */ false, said));
  }

  private long written() throws IOException {
    try (Stream<Path> all = Files.walk(scratch)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  @DisplayName("REL-32: what a run is expected to write bounds it, and never more than any run")
  void expected() {
    Limits usual = FakeTools.limits(AMPLE);
    Limits writing = usual.writing(100L << 20);
    assertThat(writing.fileBytes()).isEqualTo(64L << 20);
    assertThat(writing.folderBytes()).isEqualTo(100L << 20);
    assertThat(writing.heedsReserve()).isTrue();
    assertThat(usual.heedsReserve()).isFalse();
    assertThat(writing.where(1000).fileBytes()).isEqualTo(1000);
    assertThat(writing.where(1000).folderBytes()).isEqualTo(1000);
  }

  @ParameterizedTest
  @EnumSource(Layer.class)
  @DisplayName("REL-32, MD-24: children that a tool leaves behind go with it")
  void childrenLeftBehind(Layer layer) throws IOException {
    String script = "sleep MARKER & (sleep MARKER &) ; exit 0";
    assertThat(run(layer, script, FakeTools.limits(AMPLE))).isInstanceOf(Outcome.Finished.class);
  }

  @ParameterizedTest
  @EnumSource(Layer.class)
  @DisplayName("MD-24: another thread cancels")
  void cancelled(Layer layer) throws Exception {
    CompletableFuture<Outcome> running =
        CompletableFuture.supplyAsync(() -> {
          try {
            return run(layer, "echo up; sleep MARKER", FakeTools.limits(AMPLE));
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
    await().atMost(AMPLE).until(() -> lines.contains("up") || running.isDone());
    cancellation.cancel();
    // A shell that lives a moment longer than its child says so; that is no matter here.
    assertThat(running.get())
        .isInstanceOfSatisfying(
            Outcome.Killed.class,
            killed -> assertThat(killed.cause()).isEqualTo(Outcome.Cause.CANCELLED));
  }

  @Test
  @DisplayName("MD-24: an interrupt of the waiting thread cancels and is kept")
  void interrupted() throws IOException {
    Thread.currentThread().interrupt();
    Outcome outcome = run(Layer.LIMITS, "sleep MARKER", FakeTools.limits(AMPLE));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome).isInstanceOf(Outcome.Killed.class);
  }

  @ParameterizedTest
  @EnumSource(Layer.class)
  @DisplayName("MD-04, MD-11: the environment is empty but for HOME, standard input is empty")
  void environment(Layer layer) throws IOException {
    assertThat(run(layer, "/usr/bin/env; cat", FakeTools.limits(AMPLE)))
        .isInstanceOf(Outcome.Finished.class);
    assertThat(lines)
        .filteredOn(line -> !line.startsWith("PWD=") && !line.startsWith("_="))
        .singleElement()
        .asString()
        .startsWith("HOME=" + scratch.toRealPath());
  }

  @ParameterizedTest
  @EnumSource(
      value = Layer.class,
      names = {"LIMITS", "BUBBLEWRAP"})
  @DisplayName("MD-20: limits are in force inside")
  void limitsAreInForce(Layer layer) throws IOException {
    run(layer, "ulimit -n; ulimit -c; nice; ulimit -v", FakeTools.limits(AMPLE));
    assertThat(lines).containsExactly("64", "0", "10", Integer.toString(6 * 1024 * 1024));
  }

  @Test
  @DisplayName("MD-21, MD-22, REL-54: in bubblewrap there is nothing but the input, and no network")
  void isolation() throws IOException {
    Path input = Files.writeString(temporary.resolve("input"), "given");
    Path sibling = Files.writeString(temporary.resolve("sibling"), "secret");
    String script =
        "cat %s; cat %s 2>/dev/null && echo leak; cat /etc/passwd 2>/dev/null && echo leak;"
                .formatted(input, sibling)
            + " (echo x > %s) 2>/dev/null && echo leak;".formatted(input)
            + " (echo x > /usr/lib/x) 2>/dev/null && echo leak;"
            + " echo; ls /tmp; grep -c : /proc/net/dev; echo done > out && cat out";
    Path tools = FakeTools.write(temporary.resolve("tools"), script);
    try (WorkFolder folder = WorkFolder.in(scratch)) {
      ProbeCommand command = new ProbeCommand(input.toRealPath(), Optional.empty(), 1);
      Outcome outcome =
          FakeTools.box(tools, Layer.BUBBLEWRAP)
              .run(command, folder, FakeTools.limits(AMPLE), lines::add, cancellation);
      assertThat(outcome).isInstanceOf(Outcome.Finished.class);
    }
    String inTmp = input.toRealPath().startsWith("/tmp") ? input.getName(1).toString() : "";
    assertThat(lines).filteredOn(line -> !line.equals(inTmp)).containsExactly("given", "1", "done");
    assertThat(input).hasContent("given");
  }

  @Test
  @DisplayName("MD-05: a tool that is not there, or a sandbox that fails, is an outcome")
  void notStarted() throws IOException {
    Files.createDirectories(temporary.resolve("tools"));
    try (WorkFolder folder = WorkFolder.in(scratch)) {
      for (Layer layer : Layer.values()) {
        assertThat(run(layer, temporary.resolve("tools"), folder, FakeTools.limits(AMPLE)))
            .isInstanceOf(Outcome.NotStarted.class);
      }
    }
  }

  @Test
  @DisplayName("a listener that throws stops neither the tool nor the others' lines")
  void listenerThrows() throws IOException {
    Path tools =
        FakeTools.write(temporary.resolve("tools"), "echo 1; echo 2; head -c 200000 /dev/zero");
    InquiryCommand command = new InquiryCommand(Tool.FFMPEG, InquiryCommand.Question.VERSION);
    try (WorkFolder folder = WorkFolder.in(scratch)) {
      Outcome outcome =
          FakeTools.box(tools, Layer.LIMITS)
              .run(
                  command,
                  folder,
                  FakeTools.limits(AMPLE),
                  line -> {
                    lines.add(line);
                    throw new IllegalStateException("on purpose");
                  },
                  cancellation);
      assertThat(outcome).isInstanceOf(Outcome.Finished.class);
    }
    assertThat(lines).containsExactly("1", "2");
  }

  @ParameterizedTest
  @EnumSource(
      value = Layer.class,
      names = {"LIMITS", "BUBBLEWRAP"})
  @DisplayName("MD-24: after kill -9 of the server no tool survives")
  void serverIsKilled(Layer layer) throws Exception {
    String script = layer == Layer.BUBBLEWRAP ? "sleep MARKER & sleep MARKER" : "exec sleep MARKER";
    Path tools = FakeTools.write(temporary.resolve("tools"), script.replace("MARKER", marker));
    FakeTools.box(tools, layer); // skips where the layer is refused
    Process server = server(tools, layer, 1);
    try {
      await().atMost(AMPLE).until(() -> FakeTools.runs(marker) || !server.isAlive());
      assertThat(server.isAlive()).isTrue();
    } finally {
      server.destroyForcibly();
    }
    assertThat(server.waitFor()).isEqualTo(137);
  }

  @ParameterizedTest
  @EnumSource(
      value = Layer.class,
      names = {"LIMITS", "BUBBLEWRAP"})
  @DisplayName("MD-24: also those that are just being started when it is killed")
  void serverIsKilledWhileToolsStart(Layer layer) throws Exception {
    Path tools = FakeTools.write(temporary.resolve("tools"), "exec sleep " + marker);
    FakeTools.box(tools, layer); // skips where the layer is refused
    for (int kill = 0; kill < 3; kill++) {
      Process server = server(tools, layer, 40);
      try {
        await().atMost(AMPLE).until(() -> FakeTools.runs(marker) || !server.isAlive());
        assertThat(server.isAlive()).isTrue();
      } finally {
        server.destroyForcibly();
      }
      assertThat(server.waitFor()).isEqualTo(137);
      await()
          .atMost(AMPLE)
          .until(() -> FakeTools.named(scratch.toString()).isEmpty() && !FakeTools.runs(marker));
    }
  }

  /** A server of its own that runs so many tools at once. */
  private Process server(Path tools, Layer layer, int runs) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            BoxInAnotherJvm.class.getName(),
            tools.toString(),
            layer.name(),
            scratch.toString(),
            Integer.toString(runs))
        .inheritIO()
        .start();
  }
}
