package slipway.core.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Task;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryFetchAuthorizations;
import slipway.testing.InMemoryLedger;
import slipway.testing.IngestHouse;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;

final class MigrateVideoTest {
  private static final String FILM = "https://cdn.example/a.mp4?signed";
  private static final Instant LONG_AGO = Instant.parse("2021-03-04T05:06:07Z");

  private final IngestHouse house = new IngestHouse();
  private final InMemoryLedger ledger = new InMemoryLedger();
  private final InMemoryFetchAuthorizations secrets = new InMemoryFetchAuthorizations();
  private final MigrateVideo migrate =
      new MigrateVideo(
          ledger,
          house.ports.videos(),
          house.ports.tasks(),
          house.ports.uploads(),
          house.work,
          house.record,
          house.ports.transactions(),
          house.ids,
          house.clock,
          house.settings,
          url ->
              url.contains("//forbidden.") ? Optional.of("We never go there.") : Optional.empty(),
          secrets);

  @Test
  @DisplayName("A foreign video is born with its name, creator, date and ids, and is fetched")
  void born() {
    UUID id = CountingIds.uuid(4711);
    Wishes wishes = new Wishes(null, "creator-7", null, false, false, null, null, null);
    MigrateVideo.Given given =
        migrate.take(
            new MigrateVideo.Asked(
                Samples.account(1),
                new Foreign(1, "gcore", "lib", "17"),
                "Holiday",
                FILM,
                /* shown= */ null,
                wishes,
                new MigrateVideo.Kept(id, "70NbFUCZyXU2s3tY", LONG_AGO),
                "the original",
                "{}",
                /* ladder= */ false,
                /* again= */ false));

    Video video = house.ports.videos().byId(id).orElseThrow();
    assertThat(given).isEqualTo(new MigrateVideo.Given(video, /* isNew= */ true, null));
    assertThat(video.name()).isEqualTo("Holiday");
    assertThat(video.wishes().creator()).isEqualTo("creator-7");
    assertThat(video.playbackId()).isEqualTo("70NbFUCZyXU2s3tY");
    assertThat(video.createdAt()).isEqualTo(LONG_AGO);
    assertThat(video.updatedAt()).isEqualTo(house.clock.instant());
    assertThat(video.madeBy()).isEqualTo(MigrateVideo.DOOR_AS_IS);
    assertThat(video.source()).isEqualTo(new Source.Url("https://cdn.example/a.mp4", null));
    assertThat(video.phase()).isEqualTo(new Phase.Fetching());
    assertThat(house.work.asked()).containsExactly(new RecordingWork.Asked("fetch", id));
    assertThat(house.ports.tasks().ofVideo(id).orElseThrow().state()).isEqualTo(Task.State.WAITING);
    assertThat(house.take.toFetch(id).state()).isEqualTo(Upload.State.OPEN);
  }

  @Test
  @DisplayName("Asked for again, whatever became of it, no second one is born")
  void once() {
    Video first = take("a", FILM).video();
    assertThat(take("a", FILM + "2")).isEqualTo(new MigrateVideo.Given(first, false, null));
    house.take.finish(house.take.toFetch(first.id()), new Content(0, null));
    house.move.ready(first.id());
    assertThat(take("a", FILM).video().phase()).isEqualTo(new Phase.Ready());
    house.delete.delete(first.id());
    assertThat(take("a", FILM).video().isDeleted()).isTrue();
    assertThat(house.work.asked().stream().filter(asked -> asked.what().equals("fetch")))
        .hasSize(1);
    assertThat(take("b", FILM).isNew()).isTrue();
  }

  @Test
  @DisplayName(
      "What could not be fetched is fetched again from a new URL, only when that is wanted")
  void again() {
    UUID id = take("a", FILM).video().id();
    house.move.failed(id, new Failure(Failure.Kind.NOT_FETCHED, "No."));
    assertThat(take("a", FILM).video().phase()).isInstanceOf(Phase.Failed.class);

    Video again = take("a", "https://cdn.example/b.mp4", /* again= */ true).video();
    assertThat(again.id()).isEqualTo(id);
    assertThat(again.phase()).isEqualTo(new Phase.Fetching());
    assertThat(again.source()).isEqualTo(new Source.Url("https://cdn.example/b.mp4", null));
    assertThat(house.work.asked()).hasSize(2);
    assertThat(house.ports.tasks().ofVideo(id).orElseThrow().state()).isEqualTo(Task.State.WAITING);

    house.take.finish(house.take.toFetch(id), new Content(0, null));
    house.move.failed(id, new Failure(Failure.Kind.NOT_MEDIA, "A text."));
    Video third = take("a", FILM, /* again= */ true).video();
    assertThat(third.phase()).as("another place may have a video").isEqualTo(new Phase.Fetching());
    assertThat(third.content()).isNull();
    Upload anew = house.take.toFetch(id);
    assertThat(anew.state()).isEqualTo(Upload.State.OPEN);
    assertThat(anew.offset()).as("nothing of the text is kept").isZero();
  }

  @Test
  @DisplayName(
      "A signature in an address is kept apart from the video, and forgotten with a new one")
  void signedAddress() {
    Video video = take("a", FILM).video();
    assertThat(video.source().toString()).doesNotContain("signed");
    assertThat(secrets.addressOf(video.id())).contains(FILM);
    house.move.failed(video.id(), new Failure(Failure.Kind.NOT_FETCHED, "No."));
    take("a", FILM + "2", /* again= */ true);
    assertThat(secrets.addressOf(video.id())).contains(FILM + "2");
    house.move.failed(video.id(), new Failure(Failure.Kind.NOT_FETCHED, "No."));
    take("a", "https://cdn.example/open2.mp4", /* again= */ true);
    assertThat(secrets.addressOf(video.id())).as("the old one is not asked again").isEmpty();
    Video open = take("b", "https://cdn.example/open.mp4").video();
    assertThat(secrets.addressOf(open.id())).as("no secret, so no second copy").isEmpty();
    Video named = take("c", "https://me:word@cdn.example/a@b.mp4#x").video();
    assertThat(named.source()).isEqualTo(new Source.Url("https://cdn.example/a@b.mp4", null));
  }

  @Test
  @DisplayName("An id or a playback id that is taken, or that is none of ours, is not kept")
  void idsAreTaken() {
    Video other = take("a", FILM).video();
    MigrateVideo.Kept taken =
        new MigrateVideo.Kept(
            other.id(), other.playbackId(), house.clock.instant().plus(Duration.ofDays(1)));
    Video video = take("b", FILM, taken);
    assertThat(video.id()).isNotEqualTo(other.id());
    assertThat(video.playbackId()).isNotEqualTo(other.playbackId());
    assertThat(video.createdAt()).as("not in the future").isEqualTo(house.clock.instant());
    int number = 0;
    for (String bad : new String[] {"../../etc", "", "abcsdp0123456789", "a/b/c/d/e/f/g/h"}) {
      Video fresh = take("c" + number++, FILM, new MigrateVideo.Kept(null, bad, null));
      assertThat(fresh.playbackId()).isNotEqualTo(bad).hasSize(16);
    }
  }

  @Test
  @DisplayName("Half of what an account may have under way stays free for its own uploads")
  void room() {
    int half = house.settings.maxOpen() / 2;
    for (int i = 0; i < half; i++) {
      take("v" + i, FILM);
    }
    assertThat(problem("one more", FILM)).isInstanceOf(Problem.OverQuota.class);
    assertThat(take("v0", FILM).isNew()).as("what is here costs no room").isFalse();
    assertThat(ledger.find(new Foreign(1, "gcore", "lib", "one more"))).isEmpty();
  }

  @Test
  void aForbiddenUrl_isRefusedBeforeAnythingIsKept() {
    assertThat(problem("x", "https://forbidden.example/a"))
        .isEqualTo(new Problem.BadRequest("We never go there."));
    assertThat(ledger.find(new Foreign(1, "gcore", "lib", "x"))).isEmpty();
  }

  @Test
  @DisplayName("A file that is sent gets a ticket, and another one for who comes back")
  void sent() {
    MigrateVideo.Given given = take("a", null);
    assertThat(given.video().phase()).isEqualTo(new Phase.AwaitingBytes());
    String first = given.ticket();
    MigrateVideo.Given back = take("a", null);
    assertThat(back.isNew()).isFalse();
    assertThat(back.video().id()).isEqualTo(given.video().id());
    assertThat(back.ticket()).isNotNull().isNotEqualTo(first);
    assertThat(house.take.find().byTicket(String.valueOf(back.ticket())).video())
        .isEqualTo(given.video().id());
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> house.take.find().byTicket(String.valueOf(first)));
  }

  private MigrateVideo.Given take(String id, @Nullable String url) {
    return migrate.take(asked(id, url, MigrateVideo.Kept.nothing(), /* again= */ false));
  }

  private MigrateVideo.Given take(String id, String url, boolean again) {
    return migrate.take(asked(id, url, MigrateVideo.Kept.nothing(), again));
  }

  private Video take(String id, String url, MigrateVideo.Kept kept) {
    return migrate.take(asked(id, url, kept, /* again= */ false)).video();
  }

  private Problem problem(String id, String url) {
    return assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> take(id, url))
        .actual()
        .problem();
  }

  private static MigrateVideo.Asked asked(
      String id, @Nullable String url, MigrateVideo.Kept kept, boolean again) {
    return new MigrateVideo.Asked(
        Samples.account(1),
        new Foreign(1, "gcore", "lib", id),
        "name",
        url,
        /* shown= */ null,
        Wishes.none(),
        kept,
        "the original",
        /* details= */ null,
        /* ladder= */ true,
        again);
  }
}
