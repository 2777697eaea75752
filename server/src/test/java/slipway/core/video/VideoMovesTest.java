package slipway.core.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** Every move from every phase. LP-84 */
final class VideoMovesTest {
  private static final Instant AT = SettableClock.START.plusSeconds(60);
  private static final Failure WHY = new Failure(Failure.Kind.INTERNAL, "A sentence.");

  /** Rows are phases, columns moves; a dash says that the phase does not know the move. */
  private static final String TABLE =
      """
      from          receiving  awaitingAgain  bytesArrived  inspected   viewable  ready  failed  retried     deleted
      AwaitingBytes Receiving  AwaitingBytes  Inspecting    -           -         -      Failed  -           Deleting
      Receiving     Receiving  AwaitingBytes  Inspecting    -           -         -      Failed  -           Deleting
      Fetching      Fetching   -              Inspecting    -           -         -      Failed  -           Deleting
      Inspecting    -          -              -             Processing  Viewable  Ready  Failed  -           Deleting
      Processing    -          -              -             Processing  Viewable  Ready  Failed  -           Deleting
      Viewable      -          -              -             Viewable    Viewable  Ready  Failed  -           Deleting
      Ready         -          -              -             -           -         -      -       -           Deleting
      Failed        -          -              -             -           -         -      -       Inspecting  Deleting
      Deleting      -          -              -             -           -         -      -       -           -
      """;

  private static final Map<String, UnaryOperator<Video>> MOVES = new LinkedHashMap<>();

  static {
    MOVES.put("receiving", video -> video.receiving(AT));
    MOVES.put("awaitingAgain", video -> video.awaitingAgain(AT));
    MOVES.put("bytesArrived", video -> video.bytesArrived(new Content(7, null), AT));
    MOVES.put("inspected", video -> video.inspected(Samples.FACTS, AT));
    MOVES.put("viewable", video -> video.viewable(AT));
    MOVES.put("ready", video -> video.ready(AT));
    MOVES.put("failed", video -> video.failed(WHY, AT));
    MOVES.put("retried", video -> video.retried(AT));
    MOVES.put("deleted", video -> video.deleted(AT));
  }

  @TestFactory
  Stream<DynamicTest> table() {
    String[] head = TABLE.lines().findFirst().orElseThrow().split(" +");
    assertThat(head).contains(MOVES.keySet().toArray(String[]::new)).hasSize(MOVES.size() + 1);
    return TABLE
        .lines()
        .skip(1)
        .map(line -> line.split(" +"))
        .flatMap(row ->
            Stream.iterate(1, column -> column < row.length, column -> column + 1)
                .map(column ->
                    DynamicTest.dynamicTest(
                        row[0] + " " + head[column],
                        () -> check(row[0], head[column], row[column]))));
  }

  private static void check(String from, String name, String to) {
    Video video = in(from);
    UnaryOperator<Video> move = Objects.requireNonNull(MOVES.get(name));
    if (to.equals("-")) {
      assertThatThrownBy(() -> move.apply(video)).isInstanceOf(IllegalStateException.class);
    } else {
      assertThat(move.apply(video).phase().word()).isEqualTo(to);
      assertThat(move.apply(video).updatedAt()).isEqualTo(AT);
    }
  }

  @Test
  @DisplayName("LP-85: progress never falls and stays below 1 until everything is verified")
  void progress_neverFalls() {
    Video half = in("Processing").progressed(0.5, AT);
    assertThat(half.progressed(0.25, AT).phase()).isEqualTo(new Phase.Processing(0.5));
    assertThat(half.progressed(1, AT).phase()).isEqualTo(new Phase.Processing(0.99));
    Video viewable = half.viewable(AT);
    assertThat(viewable.phase()).isEqualTo(new Phase.Viewable(0.5));
    assertThat(viewable.viewable(AT).phase()).isEqualTo(new Phase.Viewable(0.5));
    assertThat(viewable.ready(AT).phase().progressSoFar()).isNull();
    assertThat(in("Ready").progressed(0.5, AT).phase()).isEqualTo(new Phase.Ready());
  }

  @Test
  void stepsKeepTheTimeTheyWereFirstReached_untilARetry() {
    Video failed = in("Viewable").failed(WHY, AT);
    assertThat(failed.reachedAt(Milestone.Step.FAILED)).contains(AT);
    Video again = failed.retried(AT.plusSeconds(1)).inspected(Samples.FACTS, AT.plusSeconds(2));
    assertThat(again.reachedAt(Milestone.Step.FAILED)).isEmpty();
    assertThat(again.reachedAt(Milestone.Step.INSPECTED)).contains(SettableClock.START);
  }

  @Test
  void whatNeverHadBytes_isNotTriedAgain_andHasNoHash() {
    Video refused = Samples.video(1, 1).failed(WHY, AT);
    assertThatThrownBy(() -> refused.retried(AT)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> refused.hashed("ab", AT)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> in("Deleting").hashed("ab", AT))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Video in(String phase) {
    Instant start = SettableClock.START;
    Video ticket = Samples.video(1, 1);
    Video inspecting = ticket.bytesArrived(new Content(7, null), start);
    return switch (phase) {
      case "AwaitingBytes" -> ticket;
      case "Receiving" -> ticket.receiving(start);
      case "Fetching" -> fetching(ticket);
      case "Inspecting" -> inspecting;
      case "Processing" -> inspecting.inspected(Samples.FACTS, start);
      case "Viewable" -> inspecting.inspected(Samples.FACTS, start).viewable(start);
      case "Ready" -> inspecting.inspected(Samples.FACTS, start).ready(start);
      case "Failed" -> inspecting.failed(WHY, start);
      case "Deleting" -> inspecting.deleted(start);
      default -> throw new IllegalArgumentException(phase);
    };
  }

  private static Video fetching(Video ticket) {
    return new Video(
        ticket.id(),
        ticket.serial(),
        ticket.playbackId(),
        ticket.account(),
        ticket.name(),
        ticket.madeBy(),
        ticket.madeWith(),
        new Source.Url("https://example.org/a.mp4", null),
        ticket.wishes(),
        new Phase.Fetching(),
        null,
        null,
        ticket.journey(),
        ticket.createdAt(),
        ticket.updatedAt(),
        null);
  }
}
