package slipway.ingest.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.upload.Upload;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingSettings;
import slipway.outgoing.Resolver;
import slipway.outgoing.StrangeServer;
import slipway.testing.IngestHouse;

final class PullTest {
  private final IngestHouse house = new IngestHouse();

  /** What the server says, one answer after the other: head and body. */
  private final Deque<String[]> answers = new ArrayDeque<>();

  private StrangeServer server;
  private Outgoing outgoing;
  private Upload upload;

  @BeforeEach
  void open() throws Exception {
    server =
        new StrangeServer((_, out) -> {
          String[] answer = answers.removeFirst();
          StrangeServer.say(out, answer[0], answer[1]);
        });
    outgoing = outgoing(/* allowPrivateTargets= */ true);
    upload = house.take.start(house.ticket().upload(), null, "");
  }

  @AfterEach
  void close() throws Exception {
    outgoing.close();
    server.close();
  }

  @Test
  @DisplayName("a file comes in whole and its video is on its way")
  void whole() throws Exception {
    says("HTTP/1.1 200 OK\nContent-Length: 10\nETag: \"a\"", "0123456789");

    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);
    assertStored("0123456789");
    assertThat(server.requests.getFirst()).noneMatch(line -> line.startsWith("Range"));
  }

  @Test
  @DisplayName("a file of unknown length comes in whole")
  void chunked() throws Exception {
    says("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "3\r\n012\r\n2\r\n34\r\n0\r\n\r\n");

    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);
    assertStored("01234");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ETag: \"a\"", "Last-Modified: Sat, 21 Nov 2026 00:00:00 GMT"})
  @DisplayName("REL-65: cut at half, it goes on behind what came")
  void resumes(String validator) throws Exception {
    says("HTTP/1.1 200 OK\nContent-Length: 10\n" + validator, "01234");
    says(
        "HTTP/1.1 206 Partial\nContent-Length: 5\nContent-Range: bytes 5-9/10\n" + validator,
        "56789");

    assertThat(pull()).isInstanceOf(PullEnd.Later.class);
    assertThat(house.upload(upload.id()).offset()).isEqualTo(5);
    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);

    assertStored("0123456789");
    assertThat(server.requests.getLast())
        .contains(
            "Range: bytes=5-", "If-Range: " + validator.substring(validator.indexOf(':') + 2));
  }

  @Test
  @DisplayName("REL-65: cut in a body of unknown length, it goes on as well")
  void resumesUnknownLength() throws Exception {
    says("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nETag: \"a\"", "3\r\n012\r\n");
    says("HTTP/1.1 206 Partial\nContent-Length: 2\nContent-Range: bytes 3-4/5\nETag: \"a\"", "34");

    assertThat(pull()).isInstanceOf(PullEnd.Later.class);
    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);
    assertStored("01234");
  }

  @Test
  @DisplayName("REL-65: an ETag that changed meanwhile, or a server without Range: it starts over")
  void startsOver() throws Exception {
    says("HTTP/1.1 200 OK\nContent-Length: 10\nETag: \"a\"", "01234");
    says("HTTP/1.1 200 OK\nContent-Length: 4\nETag: \"b\"", "abcd");

    assertThat(pull()).isInstanceOf(PullEnd.Later.class);
    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);
    assertStored("abcd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "206 Partial\nContent-Range: bytes 5-9/10\nETag: \"b\"",
        "206 Partial\nContent-Range: bytes 4-9/10\nETag: \"a\"",
        "206 Partial\nContent-Range: items 5-9/10\nETag: \"a\"",
        "206 Partial\nETag: \"a\"",
        "206 Partial\nContent-Range: bytes 5-9/12\nETag: \"a\"",
        "206 Partial\nContent-Range: bytes 5-9/10",
        "416 No\nContent-Range: bytes */4"
      })
  @DisplayName("REL-65: a part that does not fit is not used: it starts over at once")
  void unfittingPart(String head) throws Exception {
    says("HTTP/1.1 200 OK\nContent-Length: 10\nETag: \"a\"", "01234");
    says("HTTP/1.1 " + head + "\nContent-Length: 5", "xxxxx");
    says("HTTP/1.1 200 OK\nContent-Length: 4\nETag: \"b\"", "abcd");

    assertThat(pull()).isInstanceOf(PullEnd.Later.class);
    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);
    assertStored("abcd");
    assertThat(server.requests).hasSize(3);
    assertThat(server.requests.getLast()).noneMatch(line -> line.startsWith("Range"));
  }

  @ParameterizedTest
  @CsvSource({"10, 01234xxxxx, 2", "12, abcd, 3"})
  @DisplayName("REL-65: a date need not be repeated with the rest, but the length has to fit")
  void dateNotRepeated(int total, String stored, int requests) throws Exception {
    says(
        "HTTP/1.1 200 OK\nContent-Length: 10\nLast-Modified: Sat, 21 Nov 2026 00:00:00 GMT",
        "01234");
    says(
        "HTTP/1.1 206 Partial\nContent-Range: bytes 5-%d/%d\nContent-Length: 5"
            .formatted(total - 1, total),
        "xxxxx");
    says("HTTP/1.1 200 OK\nContent-Length: 4\nETag: \"b\"", "abcd");

    assertThat(pull()).isInstanceOf(PullEnd.Later.class);
    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);

    assertStored(stored);
    assertThat(server.requests).hasSize(requests);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: y", "ETag: W/\"weak\""})
  @DisplayName("REL-65: what cannot be told from another state is never resumed")
  void noValidator(String header) throws Exception {
    says("HTTP/1.1 200 OK\nContent-Length: 10\n" + header, "01234");
    says("HTTP/1.1 200 OK\nContent-Length: 10\n" + header, "abcdefghij");

    assertThat(pull()).isInstanceOf(PullEnd.Later.class);
    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);
    assertStored("abcdefghij");
    assertThat(server.requests.getLast()).noneMatch(line -> line.startsWith("Range"));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 408, 425, 429})
  @DisplayName("REL-65: what may go better later is tried later, and what came is kept")
  void later(int status) throws Exception {
    says("HTTP/1.1 200 OK\nContent-Length: 10\nETag: \"a\"", "01234");
    says("HTTP/1.1 " + status + " No\nContent-Length: 3", "abc");

    assertThat(pull()).isInstanceOf(PullEnd.Later.class);
    assertThat(pull()).isInstanceOf(PullEnd.Later.class);
    assertThat(house.upload(upload.id()).offset()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304, 400, 401, 403, 404, 410})
  @DisplayName("LP-80: another status is the end")
  void never(int status) throws Exception {
    says("HTTP/1.1 " + status + " No", "");

    assertThat(pull()).isInstanceOf(PullEnd.Never.class);
    assertThat(((PullEnd.Never) pullEnd).failure().kind()).isEqualTo(Failure.Kind.NOT_FETCHED);
  }

  @Test
  @DisplayName("REL-64: larger than allowed, announced or not, is the end")
  void tooLarge() throws Exception {
    says("HTTP/1.1 200 OK\nContent-Length: 1001", "x");
    assertThat(pull()).isInstanceOf(PullEnd.Never.class);
    assertThat(((PullEnd.Never) pullEnd).failure().kind()).isEqualTo(Failure.Kind.TOO_LARGE);

    says("HTTP/1.1 200 OK", "x".repeat(1001));
    assertThat(pull()).isInstanceOf(PullEnd.Never.class);
    assertThat(((PullEnd.Never) pullEnd).failure().kind()).isEqualTo(Failure.Kind.TOO_LARGE);
  }

  @Test
  @DisplayName("REL-64: of unknown length and over the account's quota is the end, not a wait")
  void overQuotaOnTheWay() throws Exception {
    house.quota(5);
    says("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "8\r\n01234567\r\n0\r\n\r\n");

    assertThat(pull()).isInstanceOf(PullEnd.Never.class);
    assertThat(((PullEnd.Never) pullEnd).failure())
        .isEqualTo(Failure.of(Failure.Kind.OVER_LIMIT, "The account's storage is used up."));
  }

  @Test
  @DisplayName("MD-10: what the first bytes refuse is refused while it arrives")
  void refusedByFirstBytes() throws Exception {
    says("HTTP/1.1 200 OK\nContent-Length: 500", "text" + "x".repeat(100));

    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Failed(IngestHouse.NOT_MEDIA));
  }

  @Test
  @DisplayName("REL-60: a private address is the end, and nobody knocks there")
  void privateTarget() throws Exception {
    try (Outgoing strict = outgoing(/* allowPrivateTargets= */ false)) {
      assertThat(
              new Pull(strict, house.take, house.writers, house.receiver, Duration.ofMinutes(1))
                  .pull(upload.id(), url()))
          .isInstanceOf(PullEnd.Never.class);
    }
    assertThat(server.requests).isEmpty();
  }

  @Test
  @DisplayName("an upload that has come to its end is left alone")
  void finished() throws Exception {
    says("HTTP/1.1 200 OK\nContent-Length: 3", "012");
    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);
    assertThat(pull()).isInstanceOf(PullEnd.Settled.class);
    assertThat(server.requests).hasSize(1);
  }

  private PullEnd pullEnd = new PullEnd.Settled();

  private PullEnd pull() throws Exception {
    pullEnd =
        new Pull(outgoing, house.take, house.writers, house.receiver, Duration.ofMinutes(1))
            .pull(upload.id(), url());
    return pullEnd;
  }

  private String url() {
    return "http://127.0.0.1:" + server.port() + "/film.mp4";
  }

  private void says(String head, String body) {
    answers.add(new String[] {head, body});
  }

  private void assertStored(String text) {
    assertThat(house.stored(upload)).isEqualTo(text);
    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.FINISHED);
  }

  private static Outgoing outgoing(boolean allowPrivateTargets) {
    return new Outgoing(
        new OutgoingSettings(
            allowPrivateTargets, List.of(), Duration.ofSeconds(5), Duration.ofSeconds(5)),
        Resolver.system());
  }
}
