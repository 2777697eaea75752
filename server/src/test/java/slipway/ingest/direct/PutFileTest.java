package slipway.ingest.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.event.Event;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.core.video.Phase;
import slipway.http.Body;
import slipway.http.BodyException;
import slipway.http.Hangup;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.IngestHouse;
import slipway.testing.RecordingWork;
import slipway.testing.StagedBody;

final class PutFileTest {
  private final IngestHouse house = new IngestHouse();
  private final PutFile put =
      new PutFile(
          new LivepeerPut(house.take), house.take, house.create, house.writers, house.receiver);
  private final RequestUpload.Given given = house.ticket();
  private final Upload upload = given.upload();

  private Response send(Body body) throws Exception {
    return send(given, body);
  }

  private Response send(RequestUpload.Given to, Body body) throws Exception {
    return put.handle(
        Request.to("PUT", "/api/asset/upload/direct?token=" + to.ticket()).body(body).build());
  }

  private static Body of(String text) {
    return Body.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void assertProblem(Callable<?> action, Class<? extends Problem> problem) {
    assertThatThrownBy(action::call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(problem));
  }

  @Test
  @DisplayName("LP-49, LP-50, LP-58: the whole file in one request")
  void takesAFile() throws Exception {
    Response answer = send(of("0123"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.content().toBytes()).isEmpty();
    assertThat(answer.headers().has("ETag")).isTrue();
    assertThat(house.stored(upload)).isEqualTo("0123");
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
    assertThat(house.work.asked())
        .containsExactly(new RecordingWork.Asked("inspect", upload.video()));
    assertThat(house.ports.events().kindsOf(upload.video()))
        .containsExactly(
            Event.Kind.VIDEO_CREATED, Event.Kind.TASK_CREATED, Event.Kind.TASK_UPDATED);
  }

  @Test
  @DisplayName("LP-57: in chunks, without a length")
  void takesChunks() throws Exception {
    Response answer = send(StagedBody.chunked().give("01").give("23").end());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(house.upload(upload.id()).length()).isEqualTo(4);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("REL-20, LP-93, MD-10: an empty file is refused, announced as such or not")
  void takesNothing() {
    for (Body empty : List.of(of(""), StagedBody.chunked().end())) {
      RequestUpload.Given one = house.ticket();

      assertProblem(() -> send(one, empty), Problem.UnsupportedMedia.class);

      assertThat(house.phaseOf(one.upload())).isInstanceOf(Phase.Failed.class);
    }
  }

  @Test
  @DisplayName("MD-10, REL-20: a file that ends before its first bytes say enough is judged whole")
  void takesNoCrumbs() {
    for (Body crumb : List.of(of("t"), StagedBody.chunked().give("te").give("x").end())) {
      RequestUpload.Given one = house.ticket();

      assertProblem(() -> send(one, crumb), Problem.UnsupportedMedia.class);

      assertThat(house.phaseOf(one.upload())).isEqualTo(new Phase.Failed(IngestHouse.NOT_MEDIA));
    }
  }

  @Test
  @DisplayName("LP-51, LP-55: no token, a wrong one, one whose time has passed")
  void badTickets() {
    assertProblem(() -> put.handle(Request.to("PUT", "/direct").build()), Problem.BadTicket.class);
    assertProblem(
        () -> put.handle(Request.to("PUT", "/direct?token=x").build()), Problem.BadTicket.class);
    house.clock.advance(Duration.ofHours(12).plusMillis(1));
    assertProblem(() -> send(of("0123")), Problem.BadTicket.class);
  }

  @Test
  @DisplayName("LP-52: one ticket takes one file")
  void onlyOnce() throws Exception {
    send(of("0123"));

    assertProblem(() -> send(of("xxxx")), Problem.AlreadyUploaded.class);
    assertThat(house.stored(upload)).isEqualTo("0123");
  }

  @Test
  @DisplayName("LP-53: the video was deleted")
  void deleted() {
    house.ports.videos().update(given.video().deleted(house.clock.instant()));

    assertProblem(() -> send(of("0123")), Problem.NotFound.class);
  }

  @Test
  @DisplayName("LP-54: one that breaks leaves the ticket usable, from the start")
  void breaksAndStartsAgain() throws Exception {
    StagedBody broken =
        StagedBody.declaring(8).give("xxxxx").breakOff(new BodyException.ClientGone());
    assertThatThrownBy(() -> send(broken)).isInstanceOf(Hangup.class);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Receiving());

    assertThat(send(of("0123")).status()).isEqualTo(200);

    assertThat(house.stored(upload)).isEqualTo("0123");
  }

  @Test
  @DisplayName("LP-54, TUS-152: a second one displaces the first")
  void displaces() throws Exception {
    StagedBody stalled = StagedBody.declaring(8).give("xxxxx");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Response> first = threads.submit(() -> send(stalled));
      stalled.awaitReader();

      assertThat(send(of("0123")).status()).isEqualTo(200);

      assertThatThrownBy(first::get)
          .hasRootCauseInstanceOf(BodyException.Stopped.class)
          .cause()
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isInstanceOf(Problem.Displaced.class));
    }
    assertThat(house.stored(upload)).isEqualTo("0123");
  }

  @Test
  @DisplayName("LP-57: larger than the limit, announced or not")
  void tooLarge() {
    StagedBody announced = StagedBody.declaring(1001);

    assertProblem(() -> send(announced), Problem.TooLarge.class);
    assertThat(announced.wasAsked()).isFalse();
    assertProblem(
        () -> send(StagedBody.chunked().give(new byte[1001]).end()), Problem.TooLarge.class);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Receiving());
  }

  @Test
  @DisplayName("REL-42: no room for the announced length")
  void noRoom() {
    house.blobs.room(3);
    StagedBody body = StagedBody.declaring(4);

    assertProblem(() -> send(body), Problem.NoSpace.class);
    assertThat(body.wasAsked()).isFalse();
  }

  @Test
  @DisplayName("LP-57: what will never fit is too large, also when there is no room just now")
  void neverFits() {
    house.blobs.room(3);

    assertProblem(() -> send(StagedBody.declaring(1001)), Problem.TooLarge.class);
  }
}
