package slipway.core.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static slipway.core.event.Event.Kind.TASK_COMPLETED;
import static slipway.core.event.Event.Kind.TASK_CREATED;
import static slipway.core.event.Event.Kind.TASK_FAILED;
import static slipway.core.event.Event.Kind.TASK_UPDATED;
import static slipway.core.event.Event.Kind.VIDEO_CREATED;
import static slipway.core.event.Event.Kind.VIDEO_DELETED;
import static slipway.core.event.Event.Kind.VIDEO_FAILED;
import static slipway.core.event.Event.Kind.VIDEO_READY;
import static slipway.core.event.Event.Kind.VIDEO_UPDATED;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.event.Event;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.core.task.Task;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.testing.InMemoryEvents;
import slipway.testing.IngestHouse;
import slipway.testing.Samples;

/**
 * The use cases from a ticket to the end, on ports in memory: what happens, and who hears of it.
 */
final class JourneyRulesTest {
  private static final Failure BROKEN = new Failure(Failure.Kind.UNREADABLE, "It is broken.");

  private final IngestHouse house = new IngestHouse();
  private final InMemoryEvents events = (InMemoryEvents) house.ports.events();
  private final MoveVideo move =
      new MoveVideo(
          house.ports.videos(),
          house.ports.tasks(),
          house.ports.renditions(),
          house.work,
          house.record,
          house.ports.transactions(),
          house.clock);
  private final RetryVideo retry =
      new RetryVideo(
          house.ports.videos(),
          house.ports.tasks(),
          house.ports.renditions(),
          house.work,
          house.record,
          house.ports.transactions(),
          house.clock);
  private final DeleteVideo delete =
      new DeleteVideo(
          house.ports.videos(),
          house.ports.tasks(),
          house.work,
          house.record,
          house.ports.transactions(),
          house.clock);
  private final RequestUpload.Given given = house.ticket();
  private final UUID id = given.video().id();
  private final Rendition source =
      new Rendition(id, "source", Rendition.Form.SOURCE, id + "/source", 10);

  @Test
  @DisplayName("LP-34, LP-58, LP-174: the events of an upload that becomes ready, in order")
  void events_ofSuccess() {
    assertThat(kinds()).containsExactly(VIDEO_CREATED, TASK_CREATED);
    assertThat(told()).containsExactly("AwaitingBytes", "PENDING");
    upload();
    assertThat(told()).containsExactly("WAITING");
    move.started(id);
    assertThat(told()).containsExactly("RUNNING");
    move.inspected(id, Samples.FACTS);
    assertThat(told()).containsExactly("Processing");
    move.viewable(id, List.of(source));
    assertThat(told()).containsExactly("Viewable");
    move.ready(id);
    assertThat(told()).containsExactly("Ready", "Ready", "COMPLETED", "COMPLETED");
    assertThat(kinds())
        .containsExactly(
            VIDEO_CREATED,
            TASK_CREATED,
            TASK_UPDATED,
            TASK_UPDATED,
            VIDEO_UPDATED,
            VIDEO_UPDATED,
            VIDEO_UPDATED,
            VIDEO_READY,
            TASK_UPDATED,
            TASK_COMPLETED);
    assertThat(task().state()).isEqualTo(Task.State.COMPLETED);
  }

  @Test
  @DisplayName("LP-174: the events of a failure, in order")
  void events_ofFailure() {
    upload();
    move.started(id);
    int before = kinds().size();
    move.failed(id, BROKEN);
    assertThat(kinds().subList(before, kinds().size()))
        .containsExactly(TASK_UPDATED, TASK_FAILED, VIDEO_UPDATED, VIDEO_FAILED);
    assertThat(task().error()).isEqualTo(BROKEN.sentence());
    assertThat(video().phase()).isEqualTo(new Phase.Failed(BROKEN));
  }

  @Test
  @DisplayName("LP-174: a file refused by its first bytes tells the same")
  void events_ofRefusal() {
    Upload open = house.take.start(given.upload(), 10L, "");
    int before = kinds().size();
    house.take.refuse(open, BROKEN);
    assertThat(kinds().subList(before, kinds().size()))
        .containsExactly(TASK_UPDATED, TASK_FAILED, VIDEO_UPDATED, VIDEO_FAILED);
  }

  @Test
  @DisplayName("LP-85: progress is told when it crosses a quarter, and only then")
  void progress_isToldAtQuarters() {
    upload();
    move.started(id);
    move.inspected(id, Samples.FACTS);
    List<Double> told = new ArrayList<>();
    for (double share : List.of(0.1, 0.24, 0.26, 0.3, 0.2, 0.5, 0.74, 0.9, 0.97)) {
      int before = kinds().size();
      move.progressed(id, share);
      if (kinds().size() > before) {
        assertThat(kinds().subList(before, kinds().size()))
            .containsExactly(TASK_UPDATED, VIDEO_UPDATED);
        told.add(share);
      }
    }
    assertThat(told).containsExactly(0.26, 0.5, 0.9);
    assertThat(video().phase()).isEqualTo(new Phase.Processing(0.97));
    assertThat(task().progress()).isEqualTo(0.97);
  }

  @Test
  @DisplayName("A job that runs twice leaves the same state and queues the work once")
  void everyMove_mayBeRepeated() {
    Upload finished = upload();
    assertThat(house.take.finish(finished, new Content(10, null))).isEqualTo(finished);
    assertThat(asked()).containsExactly("inspect");
    for (int twice = 0; twice < 2; twice++) {
      move.started(id);
      move.inspectedForTranscoding(id, Samples.FACTS);
    }
    assertThat(video().phase()).isEqualTo(new Phase.Processing(0));
    for (int twice = 0; twice < 2; twice++) {
      move.viewable(id, List.of(source));
    }
    assertThat(house.ports.renditions().of(id)).containsExactly(source);
    move.ready(id);
    Video ready = video();
    List<Event.Kind> told = kinds();
    move.ready(id);
    move.failed(id, BROKEN);
    move.waits(id, "for nothing");
    move.waitsAgain(id, "for nothing");
    move.progressed(id, 0.5);
    move.started(id);
    assertThat(video()).isEqualTo(ready);
    assertThat(kinds()).isEqualTo(told);
  }

  @Test
  @DisplayName("LP-112: what waits for something missing is told once and counts no try")
  void waits_isToldOnce() {
    upload();
    int before = kinds().size();
    move.waits(id, "No FFmpeg.");
    move.waits(id, "No FFmpeg.");
    assertThat(kinds().subList(before, kinds().size())).containsExactly(TASK_UPDATED);
    assertThat(task().state()).isEqualTo(Task.State.WAITING);
    assertThat(task().error()).isEqualTo("No FFmpeg.");
    assertThat(move.retries(id)).isZero();
    move.started(id);
    assertThat(task().error()).isNull();
    move.waitsAgain(id, "It took too long.");
    assertThat(move.retries(id)).isEqualTo(1);
    assertThat(task().state()).isEqualTo(Task.State.WAITING);
  }

  @Test
  @DisplayName("Issue 4: it is viewable once its beginning is there with its sound, and told once")
  void viewable_withItsBeginning() {
    walkTo("Processing");
    move.planned(
        id,
        List.of(planned("360p0", Rendition.Form.PICTURE), planned("audio", Rendition.Form.SOUND)));
    told();
    move.begun(id, /* sound= */ false);
    assertThat(video().phase().word()).as("without its sound").isEqualTo("Processing");
    move.viewable(id, List.of(planned("audio", Rendition.Form.SOUND).done(1, Traits.UNKNOWN)));
    assertThat(video().phase().word()).isEqualTo("Processing");
    move.begun(id, /* sound= */ false);
    move.begun(id, /* sound= */ false);
    move.viewable(id, List.of(planned("360p0", Rendition.Form.PICTURE).done(1, Traits.UNKNOWN)));
    assertThat(told()).containsExactly("Viewable");
    move.settled(id, Failure.Kind.INCOMPLETE);
    assertThat(video().phase()).isEqualTo(new Phase.Ready());
  }

  @Test
  @DisplayName("Issue 4: what could be watched and then cannot be made fails, and says why")
  void viewable_thenFailed() {
    walkTo("Processing");
    move.planned(
        id,
        List.of(planned("360p0", Rendition.Form.PICTURE), planned("audio", Rendition.Form.SOUND)));
    move.renditionFailed(id, "audio", new Failure(Failure.Kind.INTERNAL, "No sound."));
    move.begun(id, /* sound= */ false);
    assertThat(video().phase().word()).isEqualTo("Viewable");
    move.restFailed(id, new Failure(Failure.Kind.INCOMPLETE, "The file is damaged after 9 s."));
    assertThat(video().phase())
        .isEqualTo(
            new Phase.Failed(
                new Failure(Failure.Kind.INCOMPLETE, "The file is damaged after 9 s.")));
    retry.retry(id);
    assertThat(video().phase()).isEqualTo(new Phase.Inspecting());
  }

  private Rendition planned(String name, Rendition.Form form) {
    return Rendition.planned(id, name, form, id + "/" + name, Traits.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AwaitingBytes",
        "Receiving",
        "Inspecting",
        "Processing",
        "Viewable",
        "Ready",
        "Failed"
      })
  @DisplayName("REL-36: deletable in every phase, once; nothing is heard of it afterwards")
  void delete_inEveryPhase(String phase) {
    walkTo(phase);
    delete.delete(id);
    assertThat(video().isDeleted()).isTrue();
    assertThat(video().phase()).isEqualTo(new Phase.Deleting());
    assertThat(kinds().getLast()).isEqualTo(VIDEO_DELETED);
    assertThat(events.all().getLast().video().phase().word()).isEqualTo(phase);
    assertThat(asked().getLast()).isEqualTo("erase");
    assertThat(house.ports.tasks().countActive(1)).as("quota given back").isZero();
    assertThat(task().isEnded()).isTrue();

    int told = kinds().size();
    move.started(id);
    move.inspected(id, Samples.FACTS);
    move.viewable(id, List.of(source));
    move.ready(id);
    move.failed(id, BROKEN);
    move.hashed(id, "ab".repeat(32));
    assertThat(move.underWay(id)).isEmpty();
    assertThat(video().phase()).isEqualTo(new Phase.Deleting());
    assertThat(house.ports.renditions().of(id).isEmpty())
        .isEqualTo(!phase.equals("Viewable") && !phase.equals("Ready"));
    assertThat(kinds()).hasSize(told);
    assertThat(problem(() -> delete.delete(id))).isInstanceOf(Problem.WrongState.class);
    assertThat(problem(() -> retry.retry(id))).isInstanceOf(Problem.NotFound.class);
  }

  @Test
  @DisplayName("REL-36: an upload that is under way ends with its video")
  void delete_endsTheUpload() {
    Upload open = house.take.start(given.upload(), 10L, "");
    delete.delete(id);
    assertThat(problem(() -> house.take.advance(open, 5))).isInstanceOf(Problem.NotFound.class);
    assertThat(problem(() -> house.take.finish(open, new Content(10, null))))
        .isInstanceOf(Problem.NotFound.class);
    assertThat(problem(() -> house.take.find().started(open.id())))
        .isInstanceOf(Problem.NotFound.class);
    assertThat(problem(() -> house.take.find().byTicket(given.ticket())))
        .isInstanceOf(Problem.NotFound.class);
    assertThat(house.take.drop(open)).isTrue();
    assertThat(video().phase()).isEqualTo(new Phase.Deleting());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AwaitingBytes", "Receiving", "Inspecting", "Processing", "Viewable", "Ready"})
  @DisplayName("REL-34, LP-108: only what failed is tried again")
  void retry_needsAFailure(String phase) {
    walkTo(phase);
    Video before = video();
    assertThat(problem(() -> retry.retry(id))).isInstanceOf(Problem.WrongState.class);
    assertThat(video()).isEqualTo(before);
  }

  @Test
  @DisplayName("REL-34: a retry begins again from the stored bytes, with all its tries")
  void retry_ofAFailure() {
    walkTo("Processing");
    move.waitsAgain(id, "once");
    move.waitsAgain(id, "twice");
    move.failed(id, BROKEN);
    int before = kinds().size();
    retry.retry(id);
    assertThat(kinds().subList(before, kinds().size()))
        .containsExactly(TASK_UPDATED, VIDEO_UPDATED);
    assertThat(video().phase()).isEqualTo(new Phase.Inspecting());
    assertThat(move.retries(id)).isZero();
    assertThat(task().state()).isEqualTo(Task.State.WAITING);
    assertThat(asked()).endsWith("inspect");
    assertThat(problem(() -> retry.retry(id))).isInstanceOf(Problem.WrongState.class);
    move.started(id);
    move.inspected(id, Samples.FACTS);
    move.ready(id);
    assertThat(video().phase()).isEqualTo(new Phase.Ready());
  }

  @Test
  @DisplayName("REL-34: what was refused while it arrived has no bytes to try again")
  void retry_withoutBytes() {
    house.take.refuse(house.take.start(given.upload(), 10L, ""), BROKEN);
    assertThat(problem(() -> retry.retry(id))).isInstanceOf(Problem.WrongState.class);
    assertThat(video().phase()).isEqualTo(new Phase.Failed(BROKEN));
  }

  @Test
  @DisplayName("LP-72, LP-174: an import tells of itself from birth to its bytes")
  void import_tells() {
    UUID film = house.imported("https://a.example/film.mp4").video().id();
    assertThat(phase(film)).isEqualTo(new Phase.Fetching());
    assertThat(events.kindsOf(film)).containsExactly(VIDEO_CREATED, TASK_CREATED);
    move.started(film);
    move.waitsAgain(film, "Nobody answered.");
    assertThat(move.retries(film)).isEqualTo(1);
    Upload open = house.take.start(house.take.toFetch(film), 10L, "tag");
    assertThat(phase(film)).as("while bytes come").isEqualTo(new Phase.Fetching());
    house.take.finish(open, new Content(10, null));
    assertThat(phase(film)).isEqualTo(new Phase.Inspecting());
    assertThat(move.retries(film)).as("tries are counted anew").isZero();
    assertThat(asked()).endsWith("fetch", "inspect");
  }

  @Test
  @DisplayName("REL-34, REL-65: a failed import is fetched again, behind what had come")
  void retry_fetchesAgain() {
    UUID film = house.imported("https://a.example/film.mp4").video().id();
    Upload open = house.take.start(house.take.toFetch(film), 10L, "tag");
    house.take.advance(open, 4);
    move.failed(film, BROKEN);
    assertThat(retry.retry(film).phase()).isEqualTo(new Phase.Fetching());
    assertThat(asked()).endsWith("fetch");
    assertThat(house.take.toFetch(film).offset()).isEqualTo(4);
    assertThat(problem(() -> retry.retry(film))).isInstanceOf(Problem.WrongState.class);
  }

  @Test
  @DisplayName("REL-34: an import that was refused by its first bytes is fetched anew")
  void retry_afterRefusal() {
    UUID film = house.imported("https://a.example/film.mp4").video().id();
    house.take.refuse(house.take.start(house.take.toFetch(film), 10L, "tag"), BROKEN);
    assertThat(phase(film)).isEqualTo(new Phase.Failed(BROKEN));
    assertThat(problem(() -> house.take.toFetch(film))).isInstanceOf(Problem.NotFound.class);
    retry.retry(film);
    Upload again = house.take.toFetch(film);
    assertThat(again.state()).isEqualTo(Upload.State.OPEN);
    assertThat(again.offset()).isZero();
    assertThat(again.metadata()).isEmpty();
  }

  @Test
  @DisplayName("REL-36: an import can be deleted while it is fetched")
  void delete_whileFetching() {
    UUID film = house.imported("https://a.example/film.mp4").video().id();
    Upload open = house.take.start(house.take.toFetch(film), 10L, "tag");
    delete.delete(film);
    assertThat(move.fetching(film)).isEmpty();
    assertThat(problem(() -> house.take.advance(open, 5))).isInstanceOf(Problem.NotFound.class);
    assertThat(problem(() -> house.take.toFetch(film))).isInstanceOf(Problem.NotFound.class);
    move.failed(film, BROKEN);
    assertThat(phase(film)).isEqualTo(new Phase.Deleting());
  }

  private Phase phase(UUID video) {
    return house.ports.videos().byId(video).orElseThrow().phase();
  }

  @Test
  void unknown_isNotFound() {
    UUID nobody = new UUID(1, 1);
    assertThat(problem(() -> retry.retry(nobody))).isInstanceOf(Problem.NotFound.class);
    assertThat(problem(() -> delete.delete(nobody))).isInstanceOf(Problem.NotFound.class);
    move.ready(nobody);
    assertThat(events.kindsOf(nobody)).isEmpty();
  }

  private void walkTo(String phase) {
    List<Runnable> steps =
        List.of(
            () -> {},
            () -> house.take.start(given.upload(), 10L, ""),
            () -> house.take.finish(given.upload(), new Content(10, null)),
            () -> move.inspected(id, Samples.FACTS),
            () -> move.viewable(id, List.of(source)),
            () -> move.ready(id));
    if (phase.equals("Failed")) {
      walkTo("Processing");
      move.failed(id, BROKEN);
      return;
    }
    for (Runnable step : steps) {
      step.run();
      if (video().phase().word().equals(phase)) {
        return;
      }
    }
    throw new AssertionError("the walk does not pass " + phase);
  }

  private Upload upload() {
    Upload open = house.take.start(given.upload(), 10L, "");
    return house.take.finish(open, new Content(10, null));
  }

  private Video video() {
    return house.ports.videos().byId(id).orElseThrow();
  }

  private Task task() {
    return house.ports.tasks().ofVideo(id).orElseThrow();
  }

  private List<Event.Kind> kinds() {
    return events.kindsOf(id);
  }

  private List<String> asked() {
    return house.work.asked().stream().map(asked -> asked.what()).toList();
  }

  private int toldBefore;

  /** What the events since the last call show: the state of the task, or the phase of the video. */
  private List<String> told() {
    List<Event> all = events.all();
    List<Event> fresh = all.subList(toldBefore, all.size());
    toldBefore = all.size();
    return fresh.stream()
        .map(event -> {
          Task task = event.task();
          return task == null ? event.video().phase().word() : task.state().name();
        })
        .toList();
  }

  private static Problem problem(ThrowingCallable call) {
    return assertThatExceptionOfType(ProblemException.class).isThrownBy(call).actual().problem();
  }
}
