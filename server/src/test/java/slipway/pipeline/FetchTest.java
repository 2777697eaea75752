package slipway.pipeline;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.task.Task;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.jobs.JobControl;
import slipway.jobs.Outcome;
import slipway.storage.BlobAppender;

/** What comes in whole, after how many tries, and from where it goes on. */
final class FetchTest extends FetchCase {
  @Test
  @DisplayName("LP-84: a file comes in whole, with its hash, and is inspected next")
  void whole() throws Exception {
    says(WHOLE, "0123456789");

    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(stored()).isEqualTo("0123456789");
    assertThat(phase()).isEqualTo(new Phase.Inspecting());
    assertThat(video().content())
        .isEqualTo(
            new Content(10, "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"));
    assertThat(house.work.asked().getLast().what()).isEqualTo("inspect");
    assertThat(run()).as("once more").isInstanceOf(Outcome.Done.class);
    assertThat(server.requests).hasSize(1);
  }

  @Test
  @DisplayName("REL-65, LP-112: three tries with growing waits, then failed; a retry goes on")
  void threeTries() throws Exception {
    says(WHOLE, "01234");
    says("HTTP/1.1 503 No\nContent-Length: 0", "");
    says("HTTP/1.1 503 No\nContent-Length: 0", "");

    assertWaits(run(), Duration.ofSeconds(30));
    assertThat(task().state()).isEqualTo(Task.State.WAITING);
    assertThat(task().error()).isNotBlank();
    assertWaits(run(), Duration.ofMinutes(3));
    assertThat(phase()).isEqualTo(new Phase.Fetching());
    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(failure().kind()).isEqualTo(Failure.Kind.NOT_FETCHED);
    assertThat(failure().sentence())
        .isEqualTo(
            "The URL was answered with status 503."
                + " Check that the URL can be opened from anywhere, then try again.");
    assertThat(server.requests).hasSize(3);
    assertThat(stored()).as("kept for a retry").isEqualTo("01234");

    house.retry.retry(id);
    says(REST, "56789");
    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(stored()).isEqualTo("0123456789");
    assertThat(server.requests.getLast()).contains("Range: bytes=5-", "If-Range: \"a\"");
  }

  @Test
  @DisplayName(
      "REL-65, REL-02: after a crash it goes on at the durable offset; bytes beyond are void")
  void crash() throws Exception {
    says(WHOLE, "01234");
    assertWaits(run(), Duration.ofSeconds(30));
    try (BlobAppender appender = house.blobs.append(id + "/source", 5)) {
      appender.write(new ByteBuffer[] {ByteBuffer.wrap("never told".getBytes(US_ASCII))});
    }
    house.blobs.losePower();

    says(REST, "56789");
    assertThat(runAfterRestart()).isInstanceOf(Outcome.Done.class);

    assertThat(stored()).isEqualTo("0123456789");
    assertThat(server.requests.getLast()).contains("Range: bytes=5-");
    assertThat(video().content()).as("the hash comes later").isEqualTo(new Content(10, null));
  }

  @Test
  @DisplayName("REL-65: an ETag that changed, or a server without Range, starts over")
  void startsOver() throws Exception {
    says(WHOLE, "01234");
    says("HTTP/1.1 200 OK\nContent-Length: 4\nETag: \"b\"", "abcd");

    assertWaits(run(), Duration.ofSeconds(30));
    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(stored()).isEqualTo("abcd");
  }

  @Test
  @DisplayName("REL-17: bytes that vanished meanwhile are fetched anew, not filled up")
  void lostBytes() throws Exception {
    says(WHOLE, "01234");
    assertWaits(run(), Duration.ofSeconds(30));
    house.blobs.damage(id + "/source", 2);

    says(REST, "56789");
    assertWaits(run(), Duration.ofMinutes(3));
    says(WHOLE, "0123456789");
    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(stored()).isEqualTo("0123456789");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 403, 404, 410})
  @DisplayName("LP-80, LP-92: what will not get better fails at once, with cause and cure")
  void never(int status) throws Exception {
    says("HTTP/1.1 " + status + " No\nContent-Length: 0", "");

    assertThat(run()).isInstanceOf(Outcome.Done.class);

    assertThat(failure().kind()).isEqualTo(Failure.Kind.NOT_FETCHED);
    assertThat(failure().sentence())
        .startsWith("The URL was answered with status " + status + ". ");
    assertThat(task().state()).isEqualTo(Task.State.FAILED);
    house.retry.retry(id);
    says(WHOLE, "0123456789");
    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(phase()).as("REL-34: fetched again").isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("LP-81: a URL that names a playlist brings the film in it, not the list")
  void playlist() throws Exception {
    id = house.imported(url("/film.m3u8?token=1")).video().id();
    says("HTTP/1.1 200 OK", "#EXTM3U\n#EXTINF:6,\n0.ts\n#EXTINF:6,\n1.ts\n#EXT-X-ENDLIST\n");
    says("HTTP/1.1 200 OK\nContent-Length: 5", "01234");
    says("HTTP/1.1 200 OK\nContent-Length: 5", "56789");

    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(stored()).isEqualTo("0123456789");
    assertThat(phase()).isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("LP-81: what is wrong with a playlist is told; a retry reads it again")
  void badPlaylist() throws Exception {
    id = house.imported(url("/film.m3u8")).video().id();
    says("HTTP/1.1 200 OK", "#EXTM3U\n#EXTINF:6,\n0.ts\n");

    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(failure().kind()).isEqualTo(Failure.Kind.BAD_PLAYLIST);
    assertThat(failure().sentence()).contains("EXT-X-ENDLIST");

    house.retry.retry(id);
    says("HTTP/1.1 200 OK", "#EXTM3U\n#EXTINF:6,\n0.ts\n#EXT-X-ENDLIST\n");
    says("HTTP/1.1 200 OK\nContent-Length: 10", "0123456789");
    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(phase()).isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("LP-77: one gateway after the other, until one has the file")
  void gateways() throws Exception {
    id = house.imported("ipfs://Qm1/a.mp4").video().id();
    Fetch twoGateways =
        fetch(outgoing(), house.receiver, Duration.ofMinutes(1), url("/one/"), url("/two/"));
    says("HTTP/1.1 404 No\nContent-Length: 0", "");
    says("HTTP/1.1 503 No\nContent-Length: 0", "");
    assertWaits(run(twoGateways), Duration.ofSeconds(30));
    says(WHOLE, "01234");
    says(REST, "56789");
    assertThat(run(twoGateways)).isInstanceOf(Outcome.Done.class);

    assertThat(stored()).isEqualTo("0123456789");
    assertThat(server.requests)
        .extracting(List::getFirst)
        .containsExactly(
            "GET /one/Qm1/a.mp4 HTTP/1.1",
            "GET /two/Qm1/a.mp4 HTTP/1.1",
            "GET /one/Qm1/a.mp4 HTTP/1.1",
            "GET /two/Qm1/a.mp4 HTTP/1.1");
  }

  @Test
  @DisplayName("LP-77: when no gateway has it, it fails; when there is none any more, too")
  void noGateway() throws Exception {
    id = house.imported("ipfs://Qm1").video().id();
    says("HTTP/1.1 404 No\nContent-Length: 0", "");
    says("HTTP/1.1 410 No\nContent-Length: 0", "");
    run(fetch(outgoing(), house.receiver, Duration.ofMinutes(1), url("/one/"), url("/two/")));
    assertThat(failure().kind()).isEqualTo(Failure.Kind.NOT_FETCHED);

    house.retry.retry(id);
    run(fetch(outgoing(), house.receiver, Duration.ofMinutes(1)));
    assertThat(failure().sentence()).contains("no gateway");
  }

  @Test
  @DisplayName("REL-12: without room it waits, says so, and counts no try")
  void noRoom() throws Exception {
    house.blobs.room(3);
    says(WHOLE, "0123456789");
    assertThat(run())
        .isInstanceOfSatisfying(
            Outcome.Wait.class, wait -> assertThat(wait.after()).isEqualTo(Duration.ofMinutes(1)));
    assertThat(task().error()).contains("no space left");
    assertThat(house.move.retries(id)).isZero();

    house.blobs.repair();
    says(WHOLE, "0123456789");
    assertThat(run()).isInstanceOf(Outcome.Done.class);
    assertThat(stored()).isEqualTo("0123456789");
  }

  @Test
  @DisplayName("REL-11: a stop of the server counts no try")
  void stopped() throws Exception {
    says(WHOLE, "01234");
    JobControl stopping =
        new JobControl() {
          @Override
          public boolean cancelled() {
            return true;
          }

          @Override
          public void onCancel(Runnable action) {}
        };

    assertWaits(fetch().run(job(id), stopping), Duration.ZERO);
    assertThat(house.move.retries(id)).isZero();
    assertThat(phase()).isEqualTo(new Phase.Fetching());
  }

  @Test
  @DisplayName("REL-34: what goes wrong on our side again and again fails with a cure")
  void gaveUp() throws Exception {
    fetch().gaveUp(job(id), "nobody knows");
    assertThat(failure().kind()).isEqualTo(Failure.Kind.INTERNAL);
  }
}
