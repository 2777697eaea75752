package slipway.core.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Task;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Wishes;
import slipway.testing.IngestHouse;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;

final class ImportFromUrlTest {
  private static final String FILM = "https://a.example/film.mp4";
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final UUID SESSION = UUID.fromString("5d5b4fb4-a38a-4ad4-a7d3-9d2cd5a9d8a4");

  private final IngestHouse house = new IngestHouse();

  @Test
  @DisplayName("LP-72: born while it is fetched, with its task queued and the work asked for")
  void born() {
    ImportFromUrl.Given given = take(1, FILM, QUARTER);

    assertThat(given.isNew()).isTrue();
    assertThat(given.video().phase()).isEqualTo(new Phase.Fetching());
    assertThat(given.video().source()).isEqualTo(new Source.Url(FILM, null));
    assertThat(given.task().state()).isEqualTo(Task.State.WAITING);
    assertThat(given.task().scheduledAt()).isEqualTo(house.clock.instant());
    UUID id = given.video().id();
    assertThat(house.work.asked()).containsExactly(new RecordingWork.Asked("fetch", id));
    Upload upload = house.take.toFetch(id);
    assertThat(upload.state()).isEqualTo(Upload.State.OPEN);
    assertThat(upload.offset()).isZero();
  }

  @Test
  @DisplayName(
      "LP-73: while one is under way the same URL gives it again, for a quarter of an hour")
  void same() {
    ImportFromUrl.Given first = take(1, FILM, QUARTER);
    UUID id = first.video().id();

    assertSame(take(1, FILM, QUARTER), first);
    assertThat(take(2, FILM, QUARTER).isNew()).as("of another account").isTrue();
    assertThat(take(1, FILM + "?2", QUARTER).isNew()).as("another URL").isTrue();
    house.take.finish(house.take.toFetch(id), new Content(0, null));
    assertSame(take(1, FILM, QUARTER), first);
    house.move.inspected(id, Samples.FACTS);
    assertSame(take(1, FILM, QUARTER), first);

    house.clock.advance(QUARTER);
    assertThat(take(1, FILM, QUARTER).isNew()).as("after its time").isTrue();
  }

  @Test
  @DisplayName("LP-73: what has ended, or is gone, is not given again")
  void notTheSame() {
    UUID ready = take(1, FILM, QUARTER).video().id();
    house.take.finish(house.take.toFetch(ready), new Content(0, null));
    house.move.ready(ready);
    UUID failed = takeNew();
    house.move.failed(failed, new Failure(Failure.Kind.NOT_FETCHED, "No."));
    UUID gone = takeNew();
    house.delete.delete(gone);
    takeNew();
  }

  private UUID takeNew() {
    ImportFromUrl.Given given = take(1, FILM, QUARTER);
    assertThat(given.isNew()).isTrue();
    return given.video().id();
  }

  @Test
  @DisplayName("without a time every import is a new one")
  void alwaysNew() {
    assertThat(take(1, FILM, null).video().id()).isNotEqualTo(take(1, FILM, null).video().id());
  }

  @Test
  @DisplayName("LP-41: the limits of tickets hold")
  void quota() {
    for (int i = 0; i < house.settings.maxOpen(); i++) {
      take(1, FILM, null);
    }
    assertThat(problem(() -> take(1, FILM, null))).isInstanceOf(Problem.OverQuota.class);
    assertSame(take(1, FILM, QUARTER), take(1, FILM, QUARTER)); // costs nothing more
    take(2, FILM, null);
  }

  @Test
  @DisplayName("REL-60: what is never fetched is refused at once, and nothing is born")
  void forbidden() {
    Problem problem = problem(() -> take(1, "https://forbidden.example/x", QUARTER));

    assertThat(problem).isEqualTo(new Problem.BadRequest("We never go there."));
    assertThat(house.work.asked()).isEmpty();
    assertThat(house.ports.tasks().countActive(1)).isZero();
  }

  @Test
  @DisplayName("LP-77: what no gateway leads to is refused at once")
  void noGateway() {
    assertThat(problem(() -> take(1, "ar://tx", QUARTER)))
        .isInstanceOf(Problem.NotConfigured.class);
    assertThat(take(1, "ipfs://Qm1", QUARTER).isNew()).isTrue();
  }

  @Test
  @DisplayName("LP-189: a recording has the id of its session, and is imported once")
  void recording() {
    ImportFromUrl.Given given = record(1, FILM, SESSION);

    assertThat(given.isNew()).isTrue();
    assertThat(given.video().id()).isEqualTo(SESSION);
    assertThat(given.video().source()).isEqualTo(new Source.Recording(FILM));
    assertThat(house.work.asked()).containsExactly(new RecordingWork.Asked("fetch", SESSION));
    assertSame(record(1, FILM + "?again", SESSION), given);
    assertThat(take(1, FILM, QUARTER).isNew()).as("no import of a URL").isTrue();

    assertThat(problem(() -> record(2, FILM, SESSION)))
        .as("of another account")
        .isInstanceOf(Problem.WrongState.class);
    UUID other = take(1, FILM, null).video().id();
    assertThat(problem(() -> record(1, FILM, other)))
        .as("the id of an import")
        .isInstanceOf(Problem.WrongState.class);
    house.delete.delete(SESSION);
    assertThat(problem(() -> record(1, FILM, SESSION)).message()).contains("deleted");
  }

  @Test
  @DisplayName("LP-189: a recording that could not be fetched is fetched again")
  void recording_again() {
    UUID id = record(1, FILM, SESSION).video().id();
    house.move.failed(id, new Failure(Failure.Kind.NOT_FETCHED, "No."));

    house.retry.retry(id);

    assertThat(house.work.asked())
        .containsExactly(
            new RecordingWork.Asked("fetch", id), new RecordingWork.Asked("fetch", id));
    assertThat(house.ports.videos().byId(id).orElseThrow().source())
        .isEqualTo(new Source.Recording(FILM));
  }

  private ImportFromUrl.Given record(long account, String url, UUID session) {
    return house.importFromUrl.take(
        ImportFromUrl.Asked.recording(
            Samples.account(account),
            "livepeer",
            "dashboard",
            "a session",
            url,
            Wishes.none(),
            session));
  }

  private ImportFromUrl.Given take(long account, String url, @Nullable Duration sameWithin) {
    return house.importFromUrl.take(
        new ImportFromUrl.Asked(
            Samples.account(account),
            "livepeer",
            "key 1",
            "a film",
            house.importFromUrl.gateways().source(url),
            Wishes.none(),
            sameWithin));
  }

  private static void assertSame(ImportFromUrl.Given given, ImportFromUrl.Given first) {
    assertThat(given.isNew()).isFalse();
    assertThat(given.video().id()).isEqualTo(first.video().id());
    assertThat(given.task().id()).isEqualTo(first.task().id());
  }

  private static Problem problem(ThrowingCallable call) {
    return assertThatExceptionOfType(ProblemException.class).isThrownBy(call).actual().problem();
  }
}
