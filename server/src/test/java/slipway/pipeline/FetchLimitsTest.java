package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.upload.Upload;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.jobs.JobControl;
import slipway.jobs.Outcome;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingSettings;
import slipway.outgoing.StrangeServer;
import slipway.testing.IngestHouse;

/** What is not fetched, or not to its end. */
final class FetchLimitsTest extends FetchCase {
  @Test
  @DisplayName("REL-64: what is or becomes too large fails, and nothing of it stays")
  void tooLarge() throws Exception {
    answers.add(FetchLimitsTest::endless);

    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(failure().kind()).isEqualTo(Failure.Kind.TOO_LARGE);
    assertThat(stored()).isEqualTo("nothing");
    house.retry.retry(id);
    says("HTTP/1.1 200 OK\nContent-Length: 1001", "x");
    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(failure().kind()).isEqualTo(Failure.Kind.TOO_LARGE);
  }

  @Test
  @DisplayName("REL-64: a packed answer is not unpacked but refused")
  void packed() throws Exception {
    says("HTTP/1.1 200 OK\nContent-Length: 10\nContent-Encoding: gzip", "0123456789");

    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(failure().sentence()).contains("packed");
    assertThat(stored()).isEqualTo("nothing");
  }

  @Test
  @DisplayName("REL-64: silence ends at the idle limit, and a trickle at the time limit")
  void slow() throws Exception {
    answers.add((_, out) -> {
      StrangeServer.say(out, WHOLE, "01234");
      over.await();
    });
    Fetch impatient = fetch(settings(true, Duration.ofMillis(200)), Duration.ofMinutes(1));
    assertWaits(run(impatient), Duration.ofSeconds(30));
    assertThat(task().error()).contains("silent for too long");
    assertThat(house.take.toFetch(id).offset()).isEqualTo(5);

    answers.add((_, out) -> over.await());
    Fetch hurried = fetch(settings(true, Duration.ofMinutes(1)), Duration.ofMillis(200));
    assertWaits(run(hurried), Duration.ofMinutes(3));
    assertThat(task().error()).contains("longer than allowed");
  }

  @Test
  @DisplayName("MD-10: what the first bytes refuse is refused while it arrives")
  void refused() throws Exception {
    says("HTTP/1.1 200 OK\nContent-Length: 500", "text" + "x".repeat(100));

    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(phase()).isEqualTo(new Phase.Failed(IngestHouse.NOT_MEDIA));
    assertThat(stored()).isEqualTo("nothing");
  }

  @Test
  @DisplayName("REL-60, REL-66: a private address is never knocked at unless the switch is on")
  void privateTarget() throws Exception {
    Fetch strict = fetch(settings(false, Duration.ofSeconds(5)), Duration.ofMinutes(1));

    assertThat(run(strict)).isInstanceOf(Outcome.Done.class);

    assertThat(failure().sentence())
        .isEqualTo(
            "The URL leads to an address that is not public. Check that the URL can be opened from"
                + " anywhere, then try again.");
    assertThat(server.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/inside",
        "//localhost:%d/inside",
        "http://[::ffff:127.0.0.1]:%d/",
        "http://0x7f000001:%d/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:%d/"
      })
  @DisplayName("REL-61: a redirect to the inside is refused, and nobody knocks there")
  void redirectInside(String location) throws Exception {
    try (StrangeServer inside = StrangeServer.saying(WHOLE, "0123456789")) {
      says(
          "HTTP/1.1 302 Found\nContent-Length: 0\nLocation: " + location.formatted(inside.port()),
          "");
      var onlyOurs =
          new OutgoingSettings(
              false,
              List.of("127.0.0.1:" + server.port()),
              Duration.ofSeconds(5),
              Duration.ofSeconds(5));

      assertThat(run(fetch(onlyOurs, Duration.ofMinutes(1)))).isInstanceOf(Outcome.Done.class);

      assertThat(failure().kind()).isEqualTo(Failure.Kind.NOT_FETCHED);
      assertThat(server.requests).hasSize(1);
      assertThat(inside.requests).isEmpty();
    }
  }

  @Test
  @DisplayName("REL-62: a name that leads inside, wholly or in part, is refused")
  void rebinding() throws Exception {
    List<List<String>> leads =
        List.of(List.of("127.0.0.1"), List.of("8.8.4.4", "10.0.0.1"), List.of("8.8.4.4", "::1"));
    for (List<String> addresses : leads) {
      UUID film = house.imported("http://rebind.example:" + server.port() + "/").video().id();
      Outgoing outgoing =
          keep(
              new Outgoing(
                  settings(false, Duration.ofSeconds(5)),
                  _ -> addresses.stream().map(InetAddress::ofLiteral).toList()));

      fetch(outgoing, house.receiver, Duration.ofMinutes(1)).run(job(film), JobControl.none());

      assertThat(house.ports.videos().byId(film).orElseThrow().phase())
          .isInstanceOf(Phase.Failed.class);
    }
    assertThat(server.requests).isEmpty();
  }

  @Test
  @DisplayName("REL-36: deleting hangs up at once and leaves no bytes")
  void delete() throws Exception {
    answers.add((_, out) -> {
      StrangeServer.say(out, WHOLE, "01234");
      over.await();
    });
    var run =
        CompletableFuture.supplyAsync(() -> {
          try {
            return run(fetch(settings(true, Duration.ofMinutes(5)), Duration.ofMinutes(5)));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    String upload = house.ports.uploads().ofVideo(id).map(Upload::id).orElseThrow();
    await().until(() -> house.writers.reach(upload).filter(far -> far.received() == 5).isPresent());

    house.delete.delete(id);

    await().until(run::isDone);
    assertThat(stored()).isEqualTo("nothing");
    assertThat(phase()).isEqualTo(new Phase.Deleting());
  }

  private static void endless(List<String> head, OutputStream out) throws IOException {
    StrangeServer.say(out, "HTTP/1.1 200 OK", "");
    byte[] more = new byte[100];
    while (true) {
      out.write(more); // until the other side hangs up
    }
  }
}
