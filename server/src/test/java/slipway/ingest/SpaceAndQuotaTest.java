package slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.account.Account;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Birth;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.Creator;
import slipway.core.upload.ExpireUploads;
import slipway.core.upload.Limits;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.http.Body;
import slipway.testing.IngestHouse;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;
import slipway.testing.StagedBody;

/** What may still come: room on the disk, the account's storage, what the ticket allows. */
final class SpaceAndQuotaTest {
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

  private Upload started(@Nullable Long length) {
    return house.take.start(house.ticket().upload(), length, "");
  }

  private Upload append(Upload upload, String bytes) throws IOException {
    return append(upload, StagedBody.chunked().give(bytes).end());
  }

  private Upload append(Upload upload, Body body) throws IOException {
    try (Writers.Seat seat = house.writers.take(upload.id(), () -> {})) {
      return house.receiver.append(seat, house.upload(upload.id()), body);
    }
  }

  private static void refused(ThrowingCallable action, Class<? extends Problem> problem) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(problem));
  }

  @Test
  @DisplayName("TUS-70, REL-42: what running uploads still need is not given away")
  void reserves() throws IOException {
    house.blobs.room(100);
    Upload first = started(60L);

    refused(() -> started(41L), Problem.NoSpace.class);
    Upload second = started(40L);
    refused(() -> started(null), Problem.NoSpace.class);

    // ten came: ten less are free, and ten less are still needed
    append(first, "0123456789");
    refused(() -> started(1L), Problem.NoSpace.class);
    house.receiver.drop(second);
    assertThat(started(40L).length()).isEqualTo(40);
  }

  @Test
  @DisplayName("TUS-70, LP-61: what starts over has its own reservation, and its bytes are void")
  void startsOver() throws IOException {
    house.blobs.room(100);
    Upload upload = append(started(60L), "0123456789");

    assertThat(house.take.start(upload, 100L, "").length()).isEqualTo(100);
    refused(() -> house.take.start(upload, 101L, ""), Problem.NoSpace.class);
  }

  @Test
  @DisplayName("TUS-70, TUS-98, REL-21: a reservation ends with its upload's time")
  void endsWithExpiry() {
    house.blobs.room(100);
    started(100L);
    house.clock.advance(Duration.ofDays(7).plusMillis(1));
    refused(() -> started(1L), Problem.NoSpace.class);

    assertThat(sweep.sweep()).isEqualTo(1);

    assertThat(started(100L).length()).isEqualTo(100);
  }

  @Test
  @DisplayName("TUS-70: reservations are computed from the records, so a restart forgets none")
  void survivesARestart() {
    house.blobs.room(100);
    started(60L);
    TakeBytes restarted =
        new TakeBytes(
            house.ports.videos(),
            house.ports.tasks(),
            house.ports.uploads(),
            house.ports.accounts(),
            house.work,
            house.record,
            house.ports.transactions(),
            house.clock,
            house.settings,
            house.blobs::room);

    refused(() -> restarted.start(house.ticket().upload(), 41L, ""), Problem.NoSpace.class);
  }

  @Test
  @DisplayName("REL-42: below the reserve nothing new begins, and what runs may finish")
  void runningOnesFinish() throws IOException {
    Upload running = started(3L);
    house.blobs.room(3);

    refused(() -> started(1L), Problem.NoSpace.class);

    assertThat(append(running, "012").state()).isEqualTo(Upload.State.FINISHED);
  }

  @Test
  @DisplayName("TUS-70: a length that is told late is looked at when it is told")
  void lateLength() {
    house.blobs.room(100);
    Upload upload = started(null);

    refused(() -> house.take.declareLength(upload, 101), Problem.NoSpace.class);
    assertThat(house.take.declareLength(upload, 100).length()).isEqualTo(100);
  }

  @Test
  @DisplayName("TUS-71, REL-21: stored and expected bytes count; deleting and giving up give back")
  void quota() throws IOException {
    house.quota(10);
    Upload stored = append(started(4L), "0123");
    Upload running = started(6L);
    refused(() -> started(1L), Problem.QuotaReached.class);

    house.receiver.drop(running);
    house.delete.delete(stored.video());

    assertThat(started(10L).length()).isEqualTo(10);
  }

  @Test
  @DisplayName("TUS-186, TUS-282: used up in the middle of a body: what came stays, and goes on")
  void usedUpInTheMiddle() throws IOException {
    house.quota(5);
    Upload upload = started(null);

    refused(() -> append(upload, "01234567"), Problem.NoSpace.class);

    assertThat(house.upload(upload.id()).offset()).isEqualTo(5);
    house.quota(8);
    Upload whole = append(upload, "567");
    assertThat(house.receiver.finish(whole).state()).isEqualTo(Upload.State.FINISHED);
    assertThat(house.stored(upload)).isEqualTo("01234567");
  }

  @Test
  @DisplayName("TUS-256: looked at again at the end; the bytes wait until it is allowed")
  void lookedAtAgain() throws IOException {
    Upload upload = started(3L);
    house.quota(2);

    refused(() -> append(upload, "012"), Problem.NoSpace.class);

    Upload waiting = house.upload(upload.id());
    assertThat(waiting.isComplete()).isTrue();
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Receiving());
    house.quota(3);
    assertThat(house.receiver.finish(waiting).state()).isEqualTo(Upload.State.FINISHED);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("TUS-256, TUS-98: what is never allowed ends with a sentence")
  void neverAllowed() throws IOException {
    Upload upload = started(3L);
    house.quota(2);
    refused(() -> append(upload, "012"), Problem.NoSpace.class);
    house.clock.advance(Duration.ofDays(7).plusMillis(1));

    assertThat(sweep.sweep()).isEqualTo(1);

    assertThat(house.stored(upload)).isEqualTo("nothing");
    assertThat(house.phaseOf(upload))
        .isEqualTo(
            new Phase.Failed(
                Failure.of(
                    Failure.Kind.INCOMPLETE,
                    "The account was suspended or its storage used up when the last byte came.",
                    "Upload it again when that has changed.")));
  }

  @Test
  @DisplayName("TUS-71, TUS-123: parts count, and once only when a whole was made of them")
  void partsCountOnce() throws IOException {
    house.quota(10);
    Creator creator = new Creator.Ticket(house.ticket().upload());
    Upload one = house.create.part(creator, asked(5L, "partial"));
    Upload two = house.create.part(creator, asked(5L, "partial"));
    refused(() -> house.create.part(creator, asked(1L, "partial")), Problem.QuotaReached.class);
    append(one, "01234");
    append(two, "56789");

    Upload whole = house.create.whole(creator, asked(null, "final;"), List.of(one.id(), two.id()));

    assertThat(whole.state()).isEqualTo(Upload.State.FINISHED);
    refused(() -> started(1L), Problem.QuotaReached.class);
    house.quota(11);
    assertThat(started(1L).length()).isEqualTo(1);
  }

  @Test
  @DisplayName("TUS-71, TUS-131: a whole that may not be stored is refused, and not made and ended")
  void wholeIsTooLarge() throws IOException {
    house.quota(10);
    Creator creator = new Creator.Ticket(house.ticket().upload());
    Upload part = house.create.part(creator, asked(6L, "partial"));
    append(part, "012345");
    List<String> twice = List.of(part.id(), part.id());

    refused(
        () -> house.create.whole(creator, asked(null, "final;"), twice),
        Problem.QuotaReached.class);
  }

  @Test
  @DisplayName("TUS-256: a whole whose account was suspended meanwhile becomes no video")
  void wholeOfSuspended() throws IOException {
    house.quota(100);
    Creator creator = new Creator.Ticket(house.ticket().upload());
    Upload part = house.create.part(creator, asked(3L, "partial"));
    Upload whole = house.create.whole(creator, asked(null, "final;"), List.of(part.id()));
    Account one = house.ports.accounts().byNumber(1).orElseThrow();
    house
        .ports
        .accounts()
        .update(
            new Account(
                one.number(),
                one.name(),
                one.userId(),
                one.projectId(),
                one.accountId(),
                one.quota(),
                /* suspended= */ true,
                one.createdAt()));

    append(part, "012");

    assertThat(house.phaseOf(whole)).isInstanceOf(Phase.Failed.class);
    assertThat(house.work.asked()).extracting(RecordingWork.Asked::what).doesNotContain("inspect");
  }

  @Test
  @DisplayName("TUS-70, TUS-186, REL-42: who does not say a length gets what nobody was promised")
  void unknownLengthLeavesReservations() throws IOException {
    house.blobs.room(100);
    Upload promised = started(60L);
    Upload open = started(null);

    refused(() -> append(open, "x".repeat(50)), Problem.NoSpace.class);

    assertThat(house.upload(open.id()).offset()).isEqualTo(40);
    assertThat(append(promised, "y".repeat(60)).state()).isEqualTo(Upload.State.FINISHED);
  }

  private static CreateUpload.Asked asked(@Nullable Long length, String concat) {
    return new CreateUpload.Asked("a video", length, "", concat, Birth.byTicket());
  }

  @Test
  @DisplayName("TUS-71: with a key, no video is born that its account could not store")
  void nothingIsBorn() {
    house.account(1, "key");
    house.quota(10);
    Creator creator = new Creator.Key(house.authenticate.byKey("key"));

    refused(() -> house.create.upload(creator, asked(11L, "")), Problem.QuotaReached.class);

    assertThat(house.create.upload(creator, asked(10L, "")).state()).isEqualTo(Upload.State.OPEN);
  }

  @Test
  @DisplayName("REL-82, CF-36: a ticket's largest size holds, whatever the client says")
  void ticketsSize() {
    Upload ticketed = house.ticket(new Limits(5L, null, null)).upload();

    refused(() -> house.take.start(ticketed, 6L, "maxBytes OTk5"), Problem.TooLarge.class);
    Upload unknown = house.take.start(ticketed, null, "");
    refused(() -> house.take.declareLength(unknown, 6), Problem.TooLarge.class);
    refused(() -> append(unknown, "012345"), Problem.TooLarge.class);
    assertThat(house.upload(unknown.id()).offset()).isEqualTo(5);
    refused(() -> house.take.start(house.upload(unknown.id()), 6L, ""), Problem.TooLarge.class);
  }

  @Test
  @DisplayName("CF-67, REL-82: a ticket that closes ends its upload, however lively it was")
  void ticketCloses() throws IOException {
    var closesAt = house.clock.instant().plus(Duration.ofMinutes(30));
    Upload upload = house.ticket(new Limits(null, null, closesAt)).upload();
    Upload begun = append(house.take.start(upload, 8L, ""), "012");
    house.clock.advance(Duration.ofMinutes(29));
    append(begun, "34");

    house.clock.advance(Duration.ofMinutes(2));

    refused(() -> house.take.find().startedInTime(begun.id()), Problem.UploadExpired.class);
    assertThat(sweep.sweep()).isEqualTo(1);
  }

  @Test
  @DisplayName("CF-39, REL-82: what has begun in time may finish, nothing begins later")
  void ticketStartsInTime() throws IOException {
    var startBy = house.clock.instant().plus(Duration.ofMinutes(30));
    RequestUpload.Given late = house.ticket(Limits.none(), startBy);
    RequestUpload.Given begun = house.ticket(Limits.none(), startBy);
    Upload running = append(house.take.start(begun.upload(), 4L, ""), "01");
    house.clock.advance(Duration.ofMinutes(31));

    refused(() -> house.take.find().byTicket(late.ticket()), Problem.BadTicket.class);
    refused(() -> house.take.find().byFreshTicket(begun.ticket()), Problem.BadTicket.class);
    assertThat(append(running, "23").state()).isEqualTo(Upload.State.FINISHED);
    assertThat(sweep.sweep()).isEqualTo(1);
    assertThat(house.phaseOf(late.upload()))
        .isEqualTo(
            new Phase.Failed(Failure.of(Failure.Kind.NEVER_CAME, "No file was uploaded in time.")));
  }

  @Test
  @DisplayName("GC-86: a door whose tickets name the video finds its upload")
  void byVideo() throws IOException {
    Upload upload = house.ticket().upload();

    assertThat(house.take.find().byVideo(upload.video())).isEqualTo(upload);
    append(house.take.start(upload, 3L, ""), "012");
    refused(() -> house.take.find().byVideo(upload.video()), Problem.AlreadyUploaded.class);
    refused(() -> house.take.find().byVideo(Samples.video(1, 99).id()), Problem.NotFound.class);
  }
}
