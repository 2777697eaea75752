package slipway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slipway.core.account.KeyText;
import slipway.core.upload.Birth;
import slipway.core.upload.LastAnswer;
import slipway.core.upload.Limits;
import slipway.core.upload.PartsTogether;
import slipway.core.upload.Upload;
import slipway.core.upload.Uploads;
import slipway.core.video.Video;

/** What every {@link Uploads} does. A subclass only builds empty ports. */
public abstract class UploadsContractTest {
  private static final Instant NOW = SettableClock.START.plus(Duration.ofDays(7));

  private final Video video = Samples.video(1, 1);
  private Ports ports;
  private Uploads uploads;

  protected UploadsContractTest() {
    ports = Ports.inMemory();
    uploads = ports.uploads();
  }

  /** Fresh, empty ports. */
  protected abstract Ports ports();

  @BeforeEach
  void open() {
    ports = ports();
    uploads = ports.uploads();
    ports
        .transactions()
        .change(() -> {
          ports.accounts().add(Samples.account(1));
          for (int serial = 1; serial <= 4; serial++) {
            ports.videos().add(Samples.video(1, serial));
          }
        });
  }

  @Test
  void upload_comesBackAsItWas_inEveryState() {
    Upload ticketed = Samples.upload("u1", video, null, NOW);
    add(ticketed);
    Upload open = ticketed.started(5L << 40, "filename w6Q=,empty", NOW, NOW.plusSeconds(1));
    for (Upload state :
        List.of(
            ticketed,
            open,
            open.advanced(3L << 40, NOW, NOW),
            open.advanced(5L << 40, NOW, NOW).finished(NOW),
            overrun(open),
            open.dropped(NOW),
            open.expired(NOW))) {
      update(state);

      assertThat(uploads.byId("u1")).contains(state);
      assertThat(uploads.ofVideo(video.id())).contains(state);
      assertThat(uploads.byTicketHash(KeyText.hash("ticket of u1"))).contains(state);
    }
  }

  @Test
  void whole_knowsItsParts_inOrder() {
    add(Samples.upload("whole", video, null, NOW));

    ports.transactions().change(() -> uploads.join("whole", List.of("b", "a", "b")));

    assertThat(uploads.partsOf("whole")).containsExactly("b", "a", "b");
    assertThat(uploads.wholesOf("b")).containsExactly("whole");
    ports.transactions().change(() -> uploads.forgetParts("whole"));
    assertThat(uploads.partsOf("whole")).isEmpty();
    assertThat(uploads.wholesOf("b")).isEmpty();
  }

  @Test
  void part_needsNoVideo_andIsOverdueEvenWhenFinished() {
    Upload part =
        Samples.upload("part", Samples.video(1, 99), 5L, NOW)
            .started(5L, "", "partial", Birth.byTicket(), NOW, NOW.minusSeconds(1));
    add(part);
    assertThat(uploads.countOpen(1)).isEqualTo(1);
    update(part.advanced(5, NOW, NOW.minusSeconds(1)).finished(NOW));

    assertThat(uploads.countOpen(1)).isZero();
    assertThat(uploads.overdue(NOW, null, 10)).extracting(Upload::id).containsExactly("part");
  }

  @Test
  void repeatedCreation_isFoundByItsKey() {
    Birth birth =
        new Birth(Birth.Dialect.IETF, /* ticketed= */ false, /* claimed= */ false, "key", "print");
    Upload upload = Samples.upload("u1", video, null, NOW).started(5L, "", "", birth, NOW, NOW);
    add(upload);

    assertThat(uploads.byRequestKey("key")).contains(upload);
    assertThat(uploads.byRequestKey("other")).isEmpty();
    update(upload.claimed(NOW, NOW));
    assertThat(uploads.byId("u1")).contains(upload.claimed(NOW, NOW));
  }

  @Test
  void limits_comeBackAsTheyWere() {
    Limits limits = new Limits(5L << 40, Duration.ofMillis(1500), NOW);
    Upload limited = Samples.limited("u1", video, limits, NOW);
    add(limited);

    assertThat(uploads.byId("u1")).contains(limited);
    update(limited.started(null, "", NOW, NOW));
    assertThat(uploads.byId("u1").map(Upload::limits)).contains(limits);
  }

  @Test
  void reservations_areWhatRunningUploadsStillNeed() {
    add(
        Samples.upload("ticket", video, 5L, NOW),
        Samples.upload("known", Samples.video(1, 2), null, NOW)
            .started(100L, "", NOW, NOW)
            .advanced(30, NOW, NOW),
        Samples.upload("unknown", Samples.video(1, 3), null, NOW)
            .started(null, "", NOW, NOW)
            .advanced(7, NOW, NOW),
        Samples.upload("part", Samples.video(1, 99), null, NOW)
            .started(10L, "", "partial", Birth.byTicket(), NOW, NOW),
        Samples.upload("whole", Samples.video(1, 4), null, NOW)
            .started(1000L, "", "final;/a", Birth.byTicket(), NOW, NOW));

    assertThat(uploads.reserved("nobody")).isEqualTo(80);
    assertThat(uploads.reserved("known")).isEqualTo(10);
    assertThat(uploads.pendingBytes(1, "nobody")).isEqualTo(117);
    assertThat(uploads.pendingBytes(1, "part")).isEqualTo(107);
    assertThat(uploads.pendingBytes(2, "nobody")).isZero();
    Upload part = uploads.byId("part").orElseThrow();
    update(part.advanced(10, NOW, NOW).finished(NOW));
    assertThat(uploads.reserved("known")).isZero();
    assertThat(uploads.pendingBytes(1, "known")).isEqualTo(17);
    update(part.advanced(10, NOW, NOW).finished(NOW).used(NOW));
    assertThat(uploads.byId("part").map(Upload::inWhole)).contains(true);
    assertThat(uploads.pendingBytes(1, "known")).isEqualTo(7);
  }

  @Test
  void announcedDigest_isKept() {
    Birth birth = Birth.byTicket().announcing("ab12");
    Upload upload = Samples.upload("u1", video, null, NOW).started(5L, "", "", birth, NOW, NOW);
    add(upload);

    assertThat(uploads.byId("u1").orElseThrow().birth().sha256()).isEqualTo("ab12");
  }

  @Test
  void partsOfTicket_areListed_untilTheyEnd_theOneTouchedLastComesLast() {
    Upload first = partOf("ticket", "b", 97);
    Upload second = partOf("ticket", "a", 98);
    add(first, second, partOf("other", "c", 99));

    assertThat(uploads.byId("b")).contains(first);
    assertThat(uploads.madeWithTicketOf("ticket")).containsExactly(second, first);
    Upload moved = second.advanced(3, NOW.plusSeconds(1), NOW).finished(NOW.plusSeconds(1));
    update(moved);
    assertThat(uploads.madeWithTicketOf("ticket")).containsExactly(first, moved);
    update(first.expired(NOW));
    assertThat(uploads.madeWithTicketOf("ticket")).containsExactly(moved);
    assertThat(uploads.madeWithTicketOf("nobody")).isEmpty();
  }

  private static Upload partOf(String ticketed, String id, int serial) {
    Birth birth = new Birth(Birth.Dialect.TUS, false, true, null, null, null, ticketed);
    return Samples.upload(id, Samples.video(1, serial), null, NOW)
        .started(null, "", "partial", birth, NOW, NOW);
  }

  @Test
  void lastAnswer_theFirstOneStays() {
    LastAnswer answer = new LastAnswer(List.of("A: b", "C: d: e"), "text");
    assertThat(uploads.answerOf("u1")).isEmpty();
    ports.transactions().change(() -> uploads.keepAnswer("u1", answer));
    ports.transactions().change(() -> uploads.keepAnswer("u1", LastAnswer.of("", "other")));

    assertThat(uploads.answerOf("u1")).contains(answer);
  }

  @Test
  void unknown_isEmpty() {
    assertThat(uploads.byId("u1")).isEmpty();
    assertThat(uploads.byTicketHash(KeyText.hash("x"))).isEmpty();
    assertThat(uploads.ofVideo(video.id())).isEmpty();
  }

  @Test
  void overdue_areUnfinishedAndPast_oldestFirst() {
    Upload later = Samples.upload("later", video, null, NOW.plusMillis(1));
    Upload past = Samples.upload("past", Samples.video(1, 2), null, NOW.minusMillis(1));
    Upload older = Samples.upload("older", Samples.video(1, 3), 5L, NOW.minusSeconds(1));
    Upload done = Samples.upload("done", Samples.video(1, 4), 5L, NOW.minusSeconds(2));
    add(later, past, older.started(5L, "", SettableClock.START, NOW.minusSeconds(1)));
    add(done.started(5L, "", SettableClock.START, NOW.minusSeconds(2)).finished(NOW));

    assertThat(uploads.overdue(NOW, null, 10))
        .extracting(Upload::id)
        .containsExactly("older", "past");
    assertThat(uploads.overdue(NOW, null, 1)).extracting(Upload::id).containsExactly("older");
  }

  @Test
  void overdue_goOnBehindTheLastOne_alsoAmongThoseOfOneMoment() {
    Upload first = Samples.upload("a", video, null, NOW.minusSeconds(1));
    Upload second = Samples.upload("b", Samples.video(1, 2), null, NOW.minusSeconds(1));
    Upload third = Samples.upload("0", Samples.video(1, 3), null, NOW.minusMillis(1));
    add(third, second, first);

    assertThat(uploads.overdue(NOW, first, 1)).containsExactly(second);
    assertThat(uploads.overdue(NOW, second, 10)).containsExactly(third);
    assertThat(uploads.overdue(NOW, third, 10)).isEmpty();
  }

  @Test
  void parts_areReadTogether_asOftenAsTheyAreListed() {
    Upload sized = part("a", 97, 5L);
    Upload open = part("b", 98, null);
    add(Samples.upload("whole", video, null, NOW), sized, open);
    assertThat(uploads.together("whole")).isEqualTo(new PartsTogether(true, true, 0));

    ports.transactions().change(() -> uploads.join("whole", List.of("b", "a", "b")));

    assertThat(uploads.uploadsIn("whole")).containsExactly(open, sized, open);
    assertThat(uploads.together("whole")).isEqualTo(new PartsTogether(false, false, 5));
    update(open.withLength(2));
    assertThat(uploads.together("whole")).isEqualTo(new PartsTogether(true, false, 9));
    update(open.withLength(2).advanced(2, NOW, NOW).finished(NOW));
    assertThat(uploads.together("whole")).isEqualTo(new PartsTogether(true, false, 9));
    update(sized.advanced(5, NOW, NOW).finished(NOW));
    assertThat(uploads.together("whole")).isEqualTo(new PartsTogether(true, true, 9));
    assertThat(uploads.uploadsIn("none")).isEmpty();
  }

  @Test
  void wholesThatWait_areCountedByTheirBusiestPart() {
    for (int serial = 1; serial <= 3; serial++) {
      add(
          Samples.upload("w" + serial, Samples.video(1, serial), null, NOW)
              .started(null, "", "final;", Birth.byTicket(), NOW, NOW));
    }
    ports
        .transactions()
        .change(() -> {
          uploads.join("w1", List.of("a", "b", "b"));
          uploads.join("w2", List.of("b"));
          uploads.join("w3", List.of("c"));
        });

    assertThat(uploads.mostWaitingWith("w1")).isEqualTo(2);
    assertThat(uploads.mostWaitingWith("w3")).isEqualTo(1);
    Upload second = uploads.byId("w2").orElseThrow();
    update(second.finished(NOW));
    assertThat(uploads.mostWaitingWith("w1")).as("what is finished waits no more").isEqualTo(1);
    assertThat(uploads.mostWaitingWith("w4")).isZero();
  }

  private static Upload part(String id, int serial, @Nullable Long length) {
    return Samples.upload(id, Samples.video(1, serial), length, NOW)
        .started(length, "", "partial", Birth.byTicket(), NOW, NOW);
  }

  @Test
  void complete_areOpenWithEveryByte_andLeftAloneForAWhile() {
    Upload left = begun("left", 2, 5).advanced(5, NOW.minusSeconds(2), NOW);
    Upload lately = begun("lately", 3, 5).advanced(5, NOW.minusSeconds(1), NOW);
    Upload written = begun("written", 4, 5).advanced(5, NOW, NOW);
    Upload short4 = begun("short", 1, 5).advanced(4, NOW.minusSeconds(2), NOW);
    Upload done = begun("done", 1, 5).advanced(5, NOW.minusSeconds(2), NOW).finished(NOW);
    Upload whole =
        Samples.upload("whole", video, null, NOW)
            .started(
                0L,
                "",
                "final;/files/a",
                Birth.byTicket(),
                SettableClock.START,
                NOW.plusSeconds(1));
    add(left, lately, written, short4, done, whole);

    assertThat(uploads.complete(NOW, null, 10)).containsExactly(lately, left);
    assertThat(uploads.complete(NOW, null, 1)).containsExactly(lately);
    assertThat(uploads.complete(NOW, lately, 1)).containsExactly(left);
    assertThat(uploads.complete(NOW, left, 1)).isEmpty();
  }

  @Test
  void overrun_isUnfinished_inEveryCount() {
    Upload deferred = Samples.upload("u1", video, null, NOW).started(null, "", NOW, NOW);
    Upload overrun = overrun(deferred.advanced(5, NOW, NOW));
    add(overrun);

    assertThat(uploads.countOpen(1)).isEqualTo(1);
    assertThat(uploads.countOpenAt(overrun.door(), 1)).isEqualTo(1);
    assertThat(uploads.pendingBytes(1, "other")).isEqualTo(5);
    assertThat(uploads.complete(NOW.plusSeconds(1), null, 10)).isEmpty();
    assertThat(uploads.overdue(NOW.plusSeconds(1), null, 10)).extracting(Upload::id).contains("u1");
  }

  /** Only the house itself takes an upload there. */
  private static Upload overrun(Upload upload) {
    return new Upload(
        upload.id(),
        upload.video(),
        upload.account(),
        upload.door(),
        upload.ticketHash(),
        upload.ticketExpiresAt(),
        upload.limits(),
        Upload.State.OVERRUN,
        upload.length(),
        upload.offset(),
        upload.metadata(),
        upload.concat(),
        upload.inWhole(),
        upload.birth(),
        upload.createdAt(),
        upload.touchedAt(),
        upload.expiresAt());
  }

  private Upload begun(String id, int serial, long length) {
    return Samples.upload(id, Samples.video(1, serial), length, NOW)
        .started(length, "", SettableClock.START, NOW);
  }

  private void add(Upload... all) {
    ports.transactions().change(() -> List.of(all).forEach(uploads::add));
  }

  private void update(Upload upload) {
    ports.transactions().change(() -> uploads.update(upload));
  }
}
