package slipway.ingest.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Creator;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.Upload;
import slipway.core.video.Phase;
import slipway.core.video.VideoQuery;
import slipway.http.Body;
import slipway.http.BodyException;
import slipway.http.Hangup;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.KeyOrTicket;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;

/** A form with a file in it; files up to 1000 bytes are taken, here up to 500. */
final class FormFileTest {
  private final IngestHouse house = new IngestHouse();
  private final RequestUpload.Given given = house.ticket();
  private final Upload upload = given.upload();
  private final FormFile form =
      new FormFile(
          new Door(new KeyOrTicket(house.take, house.authenticate)),
          house.take,
          house.create,
          house.writers,
          house.receiver);

  private record Door(KeyOrTicket who) implements DirectDoor {
    @Override
    public Creator admit(Request request) {
      return who.admit(request);
    }

    @Override
    public Response finished(Request request, Upload upload) {
      return Response.text(200, upload.video().toString());
    }

    @Override
    public long maxBytes() {
      return 500;
    }
  }

  private Response send(Body body) throws Exception {
    return send("?ticket=" + given.ticket(), body, "multipart/form-data; boundary=b1");
  }

  private Response send(String query, Body body, String type) throws Exception {
    return form.handle(
        Request.to("POST", "/files/direct" + query)
            .header("Content-Type", type)
            .body(body)
            .build());
  }

  private static Body of(String text) {
    return Body.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String part(String disposition, String content) {
    return "--b1\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
  }

  private static String file(String content) {
    return part("name=\"file\"; filename=\"a.mp4\"", content);
  }

  private static final String END = "--b1--\r\n";

  private static void assertProblem(Callable<?> action, Class<? extends Problem> problem) {
    assertThatThrownBy(action::call)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(problem));
  }

  private void assertTaken(String content) {
    assertThat(house.stored(upload)).isEqualTo(content);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("TUS-70, TUS-71, REL-42: what cannot fit is refused before a byte of the form")
  void noRoom() {
    house.blobs.room(100);
    StagedBody body = StagedBody.declaring((1 << 20) + 101);
    assertProblem(() -> send(body), Problem.NoSpace.class);
    house.quota(90);
    assertProblem(() -> send(StagedBody.declaring((1 << 20) + 91)), Problem.QuotaReached.class);
    house.account(2, "berta");
    assertProblem(
        () ->
            form.handle(
                Request.to("POST", "/files/direct")
                    .header("Content-Type", "multipart/form-data; boundary=b1")
                    .header("Authorization", "Bearer berta")
                    .body(body)
                    .build()),
        Problem.NoSpace.class);
    assertThat(body.wasAsked()).isFalse();
  }

  @Test
  @DisplayName("CF-34: one file")
  void oneFile() throws Exception {
    Response answer = send(of(file("0123") + END));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(house.upload(upload.id()).length()).isEqualTo(4);
    assertTaken("0123");
  }

  @Test
  @DisplayName("REL-94, CF-43: among other fields, in chunks without a length, a byte at a time")
  void amongOthers() throws Exception {
    String text =
        "a preamble\r\n"
            + part("name=\"title\"", "näme")
            + file("01\r\n--b23\r\n")
            + part("name=\"last\"", "x")
            + END
            + "an epilogue";
    StagedBody body = StagedBody.chunked();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      body.give(new byte[] {one});
    }

    assertThat(send(body.end()).status()).isEqualTo(200);

    assertTaken("01\r\n--b23\r\n");
  }

  @Test
  @DisplayName("REL-94: what looks like the boundary is content, until it is the boundary")
  void boundaryInTheBody() throws Exception {
    String content = "--b1 \r\n--b\r\n-b1\r--b1\n--b1--\r\n\r\n--";

    send(of(file(content) + END));

    assertTaken(content);
  }

  @Test
  @DisplayName("REL-94: a form in a form is content, too")
  void nested() throws Exception {
    String inner = "--b2\r\nContent-Disposition: file; filename=\"x\"\r\n\r\nno\r\n--b2--\r\n";

    send(of(part("name=\"other\"", inner) + file("0123") + END));

    assertTaken("0123");
  }

  @Test
  @DisplayName("REL-94: a thousand parts, the file last; not any number of them")
  void manyParts() throws Exception {
    String many = part("name=\"field\"; filename=\"\"", "x").repeat(999);

    assertProblem(() -> send(of(many + many + many + END)), Problem.BadRequest.class);
    send(of(many + file("0123") + END));

    assertTaken("0123");
  }

  @Test
  @DisplayName("REL-94: fields and headers have bounds, whatever comes beside the file")
  void bounds() {
    String large = "x".repeat((int) Form.MOST_AROUND);
    String field = part("name=\"field\"", large);

    assertProblem(() -> send(StagedBody.chunked().give(field)), Problem.BodyTooLarge.class);
    assertProblem(
        () -> send(StagedBody.chunked().give(file("01") + field)), Problem.BodyTooLarge.class);
    assertProblem(
        () -> send(of(part("name=\"" + "x".repeat(9000) + "\"", "") + END)),
        Problem.BadRequest.class);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Receiving());
  }

  @Test
  @DisplayName("REL-94, CF-41: no file, no form, no boundary")
  void noForm() {
    String ticket = "?ticket=" + given.ticket();

    assertProblem(() -> send(of(part("name=\"title\"", "x") + END)), Problem.BadField.class);
    assertProblem(() -> send(of("")), Problem.BadField.class);
    assertProblem(() -> send(of("0123")), Problem.BadField.class);
    assertProblem(() -> send(ticket, of("0123"), "video/mp4"), Problem.BadRequest.class);
    assertProblem(
        () -> send(ticket, of(file("01") + END), "multipart/form-data"), Problem.BadRequest.class);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.AwaitingBytes());
  }

  @Test
  @DisplayName(
      "CF-40: cut anywhere before its last boundary it counts for nothing, and can be sent"
          + " again")
  void cut() throws Exception {
    String whole = file("0123") + END;
    for (int length = 0; length <= whole.indexOf("--b1--") + 5; length++) {
      String cut = whole.substring(0, length);
      // Before the end of the first boundary there is no part at all; both are a 400.
      assertThatThrownBy(() -> send(of(cut)))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e ->
                  assertThat(e.problem())
                      .isInstanceOfAny(Problem.BadField.class, Problem.BadRequest.class));
      assertThatThrownBy(
              () -> send(StagedBody.chunked().give(cut).breakOff(new BodyException.ClientGone())))
          .isInstanceOfAny(Hangup.class, BodyException.ClientGone.class);
    }
    assertThat(house.work.asked()).isEmpty();

    send(of(whole));

    assertTaken("0123");
  }

  @Test
  @DisplayName("CF-38: one file for each ticket, and one in each form")
  void onlyOne() throws Exception {
    assertProblem(() -> send(of(file("01") + file("23") + END)), Problem.BadField.class);
    send(of(file("0123") + END));

    assertProblem(() -> send(of(file("4567") + END)), Problem.AlreadyUploaded.class);
    assertTaken("0123");
  }

  @Test
  @DisplayName("CF-39, REL-82: after its time a ticket starts nothing")
  void tooLate() {
    house.clock.advance(Duration.ofHours(13));

    assertProblem(() -> send(of(file("0123") + END)), Problem.BadTicket.class);
  }

  @Test
  @DisplayName("CF-36: the door's own limit, announced or not, to the byte")
  void doorsLimit() throws Exception {
    StagedBody announced = StagedBody.declaring(Form.MOST_AROUND + 501);
    assertProblem(() -> send(announced), Problem.TooLarge.class);
    assertThat(announced.wasAsked()).isFalse();
    assertProblem(() -> send(of(file("x".repeat(501)) + END)), Problem.TooLarge.class);

    send(of(file("x".repeat(500)) + END));

    assertTaken("x".repeat(500));
  }

  @Test
  @DisplayName("CF-19, MD-10: refused by its first bytes, while the rest is still to come")
  void notMedia() {
    StagedBody body = StagedBody.chunked().give("--b1\r\nContent-Disposition: form-data;");
    body.give(" name=file\r\n\r\ntext" + "x".repeat(400) + "\r\n" + END);

    assertProblem(() -> send(body.end()), Problem.UnsupportedMedia.class);

    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Failed(IngestHouse.NOT_MEDIA));
  }

  @Test
  @DisplayName("REL-95, CF-18: a name with a path is a text; with a key it names the video")
  void nameIsText() throws Exception {
    house.account(1, "key");
    Request request =
        Request.to("POST", "/files/direct")
            .header("Authorization", "Bearer key")
            .header("Content-Type", "multipart/form-data; boundary=\"b1\"")
            .body(of(part("name=\"file\"; filename=\"../../etc/pässwd\t\"", "0123") + END))
            .build();

    String video = new String(form.handle(request).content().toBytes(), StandardCharsets.UTF_8);

    Upload born = house.ports.uploads().ofVideo(UUID.fromString(video)).orElseThrow();
    assertThat(house.videoOf(born).name()).isEqualTo("../../etc/pässwd");
    assertThat(house.stored(born)).isEqualTo("0123");
  }

  @Test
  @DisplayName("with a key, a form that breaks leaves no video behind")
  void keyLeavesNothing() {
    house.account(1, "key");
    Request request =
        Request.to("POST", "/files/direct")
            .header("Authorization", "Bearer key")
            .header("Content-Type", "multipart/form-data; boundary=b1")
            .body(of(file("0123")))
            .build();

    assertProblem(() -> form.handle(request), Problem.BadRequest.class);

    VideoQuery all = new VideoQuery(OptionalLong.of(1), List.of(), List.of(), 0, 10);
    assertThat(house.ports.videos().find(all)).containsExactly(house.videoOf(upload));
    assertThat(house.ports.uploads().countOpen(1)).isZero();
  }
}
