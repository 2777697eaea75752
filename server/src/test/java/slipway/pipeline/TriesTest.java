package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.event.RecordEvent;
import slipway.core.journey.MoveVideo;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.Outcome;
import slipway.media.transcode.EncodingResult.Trouble;
import slipway.testing.CountingIds;
import slipway.testing.Ports;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

final class TriesTest {
  private static final String CAUSE = "Converting the file failed.";

  private final Ports ports = Ports.inMemory();
  private final MoveVideo move =
      new MoveVideo(
          ports.videos(),
          ports.tasks(),
          ports.renditions(),
          new RecordingWork(),
          new RecordEvent(ports.events(), new CountingIds()),
          ports.transactions(),
          new SettableClock());

  @ParameterizedTest
  @CsvSource({"TOO_SLOW, OUT_OF_TIME", "TOO_LARGE, TOO_LARGE", "BROKEN, INTERNAL"})
  @DisplayName("MD-25: a trouble that does not go away is told with what helps against it")
  void kinds(Trouble trouble, Failure.Kind kind) {
    assertThat(Tries.kind(trouble)).isEqualTo(kind);
  }

  @Test
  @DisplayName("LP-112: three tries in all, 30 and 180 seconds apart, then the video fails")
  void three() {
    UUID id = underWay();
    for (Duration wait : Tries.WAITS) {
      assertThat(Tries.again(move, id, Failure.Kind.INTERNAL, CAUSE))
          .isEqualTo(new Outcome.RetryAfter(wait, CAUSE));
    }
    assertThat(move.retries(id)).isEqualTo(2);
    assertThat(Tries.again(move, id, Failure.Kind.INTERNAL, CAUSE))
        .isInstanceOfSatisfying(Outcome.Done.class, end -> end.change().run());
    Phase phase = ports.videos().byId(id).orElseThrow().phase();
    assertThat(phase)
        .isInstanceOfSatisfying(
            Phase.Failed.class, failed -> assertThat(failed.failure().sentence()).contains(CAUSE));
  }

  @Test
  @DisplayName("LP-112: once the task has ended, the runs of the job are counted")
  void ofWhatIsReady() {
    UUID id = underWay();
    move.ready(id);
    boolean[] ended = {false};
    for (int run = 1; run <= 3; run++) {
      Job job = new Job("transcode", id.toString(), run, 0, Optional.empty());
      Outcome outcome = Tries.again(move, job, id, CAUSE, () -> ended[0] = true);
      assertThat(outcome)
          .as("run %d", run)
          .isInstanceOf(run < 3 ? Outcome.RetryAfter.class : Outcome.Done.class);
      if (outcome instanceof Outcome.Done(Runnable change)) {
        change.run();
      }
    }
    assertThat(ended[0]).isTrue();
  }

  private UUID underWay() {
    Video video =
        Samples.video(1, 1).bytesArrived(new Content(1, /* sha256= */ null), SettableClock.START);
    ports.videos().add(video);
    ports.tasks().add(Samples.task(1, video));
    move.started(video.id());
    return video.id();
  }
}
