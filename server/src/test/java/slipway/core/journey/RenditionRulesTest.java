package slipway.core.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.event.Event;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Rendition.Form;
import slipway.core.rendition.Traits;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.testing.InMemoryEvents;
import slipway.testing.IngestHouse;
import slipway.testing.Samples;

/** From planned to ready: what is kept of each rendition, and what follows for the video. */
final class RenditionRulesTest {
  private static final Traits TRAITS =
      new Traits(640, 360, 30, 800_000, "avc1.64001E", Duration.ofSeconds(9));

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
  private final UUID id;
  private final Upload upload;

  RenditionRulesTest() {
    var given = house.ticket();
    id = given.video().id();
    upload = given.upload();
  }

  @BeforeEach
  void arrive() {
    house.take.finish(house.take.start(upload, 10L, ""), new Content(10, null));
    move.started(id);
    move.inspectedForTranscoding(id, Samples.FACTS);
  }

  @Test
  @DisplayName("MD-41, MD-42: progress per rung and together, monotone, 1 only when all is done")
  void progress() {
    move.planned(id, List.of(planned("low"), planned("high"), sound()));
    assertThat(move.renditionsProgressed(id, List.of("low", "audio"), 0.5)).isTrue();
    assertThat(named("low").state()).isEqualTo(Rendition.State.RUNNING);
    assertThat(named("high").state()).isEqualTo(Rendition.State.QUEUED);
    assertThat(video().phase()).isEqualTo(new Phase.Processing(1 / 3.0));
    move.renditionsProgressed(id, List.of("low"), 0.2);
    assertThat(named("low").progress()).as("never falls").isEqualTo(0.5);
    move.renditionsProgressed(id, List.of("low", "high", "audio"), 1);
    assertThat(video().phase().progressSoFar()).isBetween(0.98, 0.99);
    move.viewable(id, List.of(sound().done(1, TRAITS)));
    assertThat(video().isWatchable()).as("a picture is planned").isFalse();
    move.viewable(id, List.of(planned("low").done(1, TRAITS)));
    assertThat(video().phase()).isInstanceOf(Phase.Viewable.class);
    move.settled(id, Failure.Kind.INCOMPLETE);
    assertThat(video().phase()).as("one is missing").isInstanceOf(Phase.Viewable.class);
    move.viewable(id, List.of(planned("high").done(1, TRAITS)));
    move.settled(id, Failure.Kind.INCOMPLETE);
    assertThat(video().phase()).isEqualTo(new Phase.Ready());
  }

  @Test
  @DisplayName("REL-33: one that fails keeps its reason, and the video is ready with the others")
  void oneFails() {
    move.planned(id, List.of(planned("low"), planned("high")));
    move.renditionFailed(id, "high", new Failure(Failure.Kind.INTERNAL, "The encoder gave up."));
    move.viewable(id, List.of(planned("low").done(1, TRAITS)));
    move.settled(id, Failure.Kind.INCOMPLETE);
    assertThat(video().phase()).isEqualTo(new Phase.Ready());
    assertThat(named("high").reason()).isEqualTo("The encoder gave up.");

    long ready = readies();
    assertThat(problem("low")).isInstanceOf(Problem.WrongState.class);
    assertThat(problem("none")).isInstanceOf(Problem.NotFound.class);
    retry.retryRendition(id, "high");
    assertThat(named("high").state()).isEqualTo(Rendition.State.QUEUED);
    assertThat(house.work.asked().getLast().what()).isEqualTo("transcode");
    assertThat(problem("high")).as("already queued").isInstanceOf(Problem.WrongState.class);
    assertThat(move.beingMade(id)).isPresent();
    move.planned(id, List.of(planned("low"), planned("high")));
    assertThat(named("low").isDone()).as("what is there stays").isTrue();
    move.renditionsProgressed(id, List.of("high"), 0.4);
    move.viewable(id, List.of(planned("high").done(1, TRAITS)));
    move.settled(id, Failure.Kind.INCOMPLETE);
    assertThat(video().phase()).isEqualTo(new Phase.Ready());
    assertThat(house.ports.renditions().of(id)).hasSize(2);
    assertThat(readies()).as("told once").isEqualTo(ready).isEqualTo(1);
  }

  @Test
  @DisplayName("REL-33: when all fail the video fails with the first reason, and begins anew")
  void allFail() {
    move.planned(id, List.of(planned("low"), planned("high"), sound()));
    move.viewable(id, List.of(sound().done(1, TRAITS)));
    move.renditionFailed(id, "high", new Failure(Failure.Kind.INTERNAL, "No picture."));
    move.renditionFailed(id, "low", new Failure(Failure.Kind.INTERNAL, "No picture."));
    move.settled(id, Failure.Kind.INCOMPLETE);
    assertThat(video().phase())
        .isEqualTo(new Phase.Failed(new Failure(Failure.Kind.INCOMPLETE, "No picture.")));
    assertThat(move.beingMade(id)).isEmpty();
    assertThat(problem("low")).as("retry all of it").isInstanceOf(Problem.WrongState.class);
    retry.retry(id);
    assertThat(house.ports.renditions().all(id)).containsExactly(sound().done(1, TRAITS));
  }

  @Test
  @DisplayName("REL-33: what is there stays when nothing more can be made")
  void restFails() {
    Rendition source = new Rendition(id, "source", Form.SOURCE, id + "/source", 10);
    move.viewable(id, List.of(source));
    move.planned(id, List.of(planned("low")));
    move.restFailed(id, new Failure(Failure.Kind.INTERNAL, "No more."));
    assertThat(video().phase()).isEqualTo(new Phase.Ready());
    assertThat(named("low").reason()).isEqualTo("No more.");
    assertThat(house.ports.renditions().of(id)).containsExactly(source);
  }

  @Test
  @DisplayName("REL-33: a download is still made when the ladder of a watchable video is given up")
  void ladderFails_downloadsStay() {
    Rendition source = new Rendition(id, "source", Form.SOURCE, id + "/source", 10);
    move.viewable(id, List.of(source));
    move.planned(id, List.of(planned("low"), download()));
    move.ladderFailed(id, new Failure(Failure.Kind.INTERNAL, "No more."));
    assertThat(named("low").reason()).isEqualTo("No more.");
    assertThat(named("webm").isSettled()).as("has work of its own").isFalse();
    assertThat(video().phase()).isInstanceOf(Phase.Viewable.class);
    move.viewable(id, List.of(download().done(1, TRAITS)));
    move.settled(id, Failure.Kind.INCOMPLETE);
    assertThat(video().phase()).isEqualTo(new Phase.Ready());
    assertThat(named("webm").isDone()).isTrue();
  }

  @Test
  @DisplayName("REL-33: of a video that nobody will watch a download does not delay the failure")
  void ladderFails_nothingThere() {
    Failure failure = new Failure(Failure.Kind.INTERNAL, "No more.");
    move.planned(id, List.of(planned("low"), download()));
    move.ladderFailed(id, failure);
    assertThat(video().phase()).isEqualTo(new Phase.Failed(failure));
    assertThat(named("webm").reason()).isEqualTo("No more.");
  }

  @Test
  @DisplayName("REL-36: nothing is planned, told or made of a deleted video")
  void deleted() {
    move.planned(id, List.of(planned("low")));
    house.ports.videos().update(video().deleted(house.clock.instant()));
    assertThat(move.renditionsProgressed(id, List.of("low"), 0.5)).isFalse();
    move.viewable(id, List.of(planned("low").done(1, TRAITS)));
    move.renditionFailed(id, "low", new Failure(Failure.Kind.INTERNAL, "late"));
    move.restFailed(id, new Failure(Failure.Kind.INTERNAL, "late"));
    move.settled(id, Failure.Kind.INTERNAL);
    assertThat(house.ports.renditions().all(id)).containsExactly(planned("low"));
    assertThat(problem("low")).isInstanceOf(Problem.NotFound.class);
  }

  private Rendition planned(String name) {
    return Rendition.planned(id, name, Form.PICTURE, id + "/" + name, TRAITS);
  }

  private Rendition sound() {
    return Rendition.planned(id, "audio", Form.SOUND, id + "/audio", TRAITS);
  }

  private Rendition download() {
    return Rendition.planned(id, "webm", Form.DOWNLOAD, id + "/webm", TRAITS);
  }

  private Rendition named(String name) {
    return house.ports.renditions().named(id, name).orElseThrow();
  }

  private Video video() {
    return house.ports.videos().byId(id).orElseThrow();
  }

  private long readies() {
    return events.kindsOf(id).stream().filter(kind -> kind == Event.Kind.VIDEO_READY).count();
  }

  private Problem problem(String rendition) {
    return assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> retry.retryRendition(id, rendition))
        .actual()
        .problem();
  }
}
