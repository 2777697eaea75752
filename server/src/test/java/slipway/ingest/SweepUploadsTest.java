package slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.event.Event;
import slipway.core.task.Task;
import slipway.core.upload.ExpireUploads;
import slipway.core.upload.Upload;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.http.Body;
import slipway.testing.IngestHouse;
import slipway.testing.RecordingWork;

final class SweepUploadsTest {
  private final IngestHouse house = new IngestHouse();
  private final SweepUploads sweep =
      new SweepUploads(
          new ExpireUploads(
              house.ports.videos(),
              house.ports.tasks(),
              house.ports.uploads(),
              house.work,
              house.record,
              house.ports.transactions(),
              house.clock),
          house.writers,
          house.receiver);

  private Upload begun(String bytes, long length) throws IOException {
    Upload upload = house.take.start(house.ticket().upload(), length, "");
    try (Writers.Seat seat = house.writers.take(upload.id(), () -> {})) {
      return house.receiver.append(
          seat, upload, Body.of(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  @Test
  @DisplayName("TUS-97, TUS-98, REL-21: unfinished and overdue: bytes gone, video failed, told")
  void endsOverdueUploads() throws IOException {
    Upload upload = begun("012", 8);
    house.clock.advance(Duration.ofDays(7).plusMillis(1));

    assertThat(sweep.sweep()).isEqualTo(1);

    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.EXPIRED);
    assertThat(house.stored(upload)).isEqualTo("nothing");
    assertThat(house.phaseOf(upload))
        .isEqualTo(
            new Phase.Failed(
                Failure.of(Failure.Kind.NEVER_CAME, "The upload was never finished.")));
    assertThat(house.ports.tasks().ofVideo(upload.video()).orElseThrow().state())
        .isEqualTo(Task.State.FAILED);
    assertThat(house.ports.events().kindsOf(upload.video()))
        .containsOnlyOnce(Event.Kind.VIDEO_FAILED);
    assertThat(sweep.sweep()).isZero();
  }

  @Test
  @DisplayName("a ticket that nobody used")
  void endsUnusedTickets() {
    Upload upload = house.ticket().upload();
    house.clock.advance(Duration.ofDays(8));

    sweep.sweep();

    assertThat(house.phaseOf(upload))
        .isEqualTo(
            new Phase.Failed(Failure.of(Failure.Kind.NEVER_CAME, "No file was uploaded in time.")));
  }

  @Test
  @DisplayName("TUS-98: nothing that is finished or has time left is touched")
  void leavesOthers() throws IOException {
    Upload finished = begun("012", 3);
    house.clock.advance(Duration.ofDays(6));
    Upload fresh = begun("012", 8);
    house.clock.advance(Duration.ofDays(6));

    assertThat(sweep.sweep()).isZero();

    assertThat(List.of(house.stored(finished), house.stored(fresh))).containsOnly("012");
    assertThat(house.phaseOf(finished)).isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("TUS-96: nothing that is being written is touched")
  void leavesWritten() throws IOException {
    Upload upload = begun("012", 8);
    house.clock.advance(Duration.ofDays(8));

    try (Writers.Seat _ = house.writers.take(upload.id(), () -> {})) {
      assertThat(sweep.sweep()).isZero();
    }

    assertThat(house.stored(upload)).isEqualTo("012");
    assertThat(sweep.sweep()).isEqualTo(1);
  }

  @Test
  @DisplayName("TUS-185: what a crash left complete is finished, not thrown away")
  void finishesWhatIsComplete() throws IOException {
    Upload upload = begun("012", 8);
    house.ports.uploads().update(house.upload(upload.id()).withLength(3));
    house.clock.advance(Duration.ofDays(8));

    assertThat(sweep.sweep()).isEqualTo(1);

    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
    assertThat(house.stored(upload)).isEqualTo("012");
  }

  @Test
  @DisplayName("TUS-185: what a crash left complete is finished without its client, and soon")
  void finishesWithoutTheClient() throws IOException {
    Upload upload = begun("012", 8);
    house.ports.uploads().update(house.upload(upload.id()).withLength(3));

    assertThat(sweep.sweep()).as("whoever brought the last byte is about to end it").isZero();
    house.clock.advance(Duration.ofSeconds(11));
    try (Writers.Seat _ = house.writers.take(upload.id(), () -> {})) {
      assertThat(sweep.sweep()).as("somebody is at it").isZero();
    }
    assertThat(sweep.sweep()).isEqualTo(1);

    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.FINISHED);
    assertThat(house.work.asked())
        .extracting(RecordingWork.Asked::what)
        .containsOnlyOnce("inspect");
    assertThat(sweep.sweep()).isZero();
  }

  @Test
  @DisplayName("TUS-185, TUS-256: what its account could not have becomes a video when it can")
  void finishesWhenAllowed() throws IOException {
    Upload upload = begun("012", 8);
    house.ports.uploads().update(house.upload(upload.id()).withLength(3));
    house.quota(2);
    house.clock.advance(Duration.ofSeconds(11));

    assertThat(sweep.sweep()).isZero();
    assertThat(house.stored(upload)).isEqualTo("012");
    house.quota(3);

    assertThat(sweep.sweep()).isEqualTo(1);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("a video that was deleted meanwhile stays deleted")
  void deletedVideo() throws IOException {
    Upload upload = begun("012", 8);
    house.ports.videos().update(house.videoOf(upload).deleted(house.clock.instant()));
    house.clock.advance(Duration.ofDays(8));

    assertThat(sweep.sweep()).isEqualTo(1);

    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Deleting());
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.EXPIRED);
  }
}
