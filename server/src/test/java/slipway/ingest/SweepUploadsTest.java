package slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.account.Caller;
import slipway.core.event.Event;
import slipway.core.task.Task;
import slipway.core.upload.Birth;
import slipway.core.upload.ChangeTicket;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.Creator;
import slipway.core.upload.ExpireUploads;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Wishes;
import slipway.http.Body;
import slipway.testing.IngestHouse;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;

final class SweepUploadsTest {
  private final IngestHouse house = new IngestHouse();
  private final ExpireUploads expire =
      new ExpireUploads(
          house.ports.videos(),
          house.ports.tasks(),
          house.ports.uploads(),
          house.work,
          house.record,
          house.ports.transactions(),
          house.clock);
  private final SweepUploads sweep = new SweepUploads(expire, house.writers, house.receiver);

  /** Reads two records at once, in place of very many. */
  private final SweepUploads paging =
      new SweepUploads(expire, house.writers, house.receiver, /* atOnce= */ 2);

  private Upload begun(String bytes, long length) throws IOException {
    return begun(house.ticket(), bytes, length);
  }

  private Upload begun(RequestUpload.Given given, String bytes, long length) throws IOException {
    Upload upload = house.take.start(given.upload(), length, "");
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
  @DisplayName("TUS-179, TUS-98: what runs out stays so, also if its ticket is made to last longer")
  void changedMeanwhile() throws IOException {
    Upload upload = begun("012", 8);
    house.clock.advance(Duration.ofDays(8));
    house.blobs.beforeDeletion(() ->
        new ChangeTicket(
                house.ports.videos(),
                house.ports.uploads(),
                house.ports.transactions(),
                house.settings)
            .change(
                house.videoOf(upload),
                /* longest= */ null,
                house.clock.instant().plus(Duration.ofDays(1))));

    assertThat(sweep.sweep()).isEqualTo(1);

    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.EXPIRED);
    assertThat(house.upload(upload.id()).offset()).isZero();
    assertThat(house.stored(upload)).isEqualTo("nothing");
    assertThat(house.phaseOf(upload)).isInstanceOf(Phase.Failed.class);
  }

  @Test
  @DisplayName("TUS-98: a crash while the bytes go leaves nothing to go on with, and is cleaned up")
  void crashWhileBytesGo() throws IOException {
    Upload upload = begun("012", 8);
    house.clock.advance(Duration.ofDays(8));
    house.blobs.beforeDeletion(() -> {
      throw new IllegalStateException("the power went");
    });

    assertThat(sweep.sweep()).isZero();
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.OVERRUN);
    assertThat(sweep.sweep()).isEqualTo(1);

    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.EXPIRED);
    assertThat(house.stored(upload)).isEqualTo("nothing");
  }

  @Test
  @DisplayName("TUS-98, TUS-99, REL-21: parts that have to stay do not keep others from their end")
  void looksBehindNeededParts() throws IOException {
    var anna = new Creator.Key(new Caller(Samples.account(1), Samples.key(1, "anna")));
    List<String> needed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Upload part = house.create.part(anna, asked(0L, "partial"));
      needed.add(house.take.finish(part, new Content(0, null)).id());
    }
    house.create.whole(anna, asked(null, "final;"), needed);
    house.clock.advance(Duration.ofDays(2));
    Upload left = begun("012", 8);
    house.clock.advance(Duration.ofDays(8));

    assertThat(paging.sweep()).isEqualTo(1);

    assertThat(house.upload(left.id()).state()).isEqualTo(Upload.State.EXPIRED);
    assertThat(needed).allMatch(id -> house.upload(id).state() == Upload.State.FINISHED);
  }

  private static CreateUpload.Asked asked(@Nullable Long length, String concat) {
    Birth born =
        new Birth(Birth.Dialect.TUS, /* ticketed= */ false, /* claimed= */ true, null, null);
    return new CreateUpload.Asked("a video", length, "", concat, born);
  }

  @Test
  @DisplayName("TUS-185: complete uploads that may not end yet do not keep others from their end")
  void looksBehindThoseThatMayNotEnd() throws IOException {
    Upload theirs =
        begun(
            house.request.give(
                new RequestUpload.Asked(
                    Samples.account(2), "livepeer", "key 2", "livepeer", "theirs", Wishes.none())),
            "012",
            8);
    house.ports.uploads().update(house.upload(theirs.id()).withLength(3));
    house.clock.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 5; i++) {
      Upload stuck = begun("012345", 8);
      house.ports.uploads().update(house.upload(stuck.id()).withLength(6));
    }
    house.clock.advance(Duration.ofSeconds(11));
    house.quota(1);

    assertThat(paging.sweep()).isEqualTo(1);

    assertThat(house.phaseOf(theirs)).isEqualTo(new Phase.Inspecting());
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
