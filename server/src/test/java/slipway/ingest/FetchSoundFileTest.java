package slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.sound.RemoteSounds.Fetched;
import slipway.core.video.Failure;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingSettings;
import slipway.outgoing.Resolver;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.testing.MemoryBlobs;

final class FetchSoundFileTest {
  private static final UUID VIDEO = new UUID(1, 1);
  private static final UUID SOUND = new UUID(7, 1);
  private static final int MOST = 1000;

  private final MemoryBlobs blobs = new MemoryBlobs();
  private HttpServer elsewhere;

  /** {@code /<status>/<bytes>}, whose length is told only when there is a third part. */
  @BeforeEach
  void start() throws IOException {
    elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          String[] asked = exchange.getRequestURI().getPath().split("/", -1);
          int bytes = Integer.parseInt(asked[2]);
          exchange.sendResponseHeaders(
              Integer.parseInt(asked[1]), asked.length > 3 ? bytes : /* chunked= */ 0);
          exchange.getResponseBody().write(new byte[bytes]);
          exchange.close();
        });
    elsewhere.start();
  }

  @AfterEach
  void stop() {
    elsewhere.stop(0);
  }

  @Test
  @DisplayName("CF-145, CF-157 a file comes whole, and none that is larger than the limit")
  void whole() throws IOException {
    assertThat(fetch("/200/900/told", /* allowPrivate= */ true)).isEqualTo(new Fetched.Whole());
    assertThat(fetch("/200/1000", /* allowPrivate= */ true)).isEqualTo(new Fetched.Whole());
    try (Blob stored = blobs.open(BlobKeys.soundSource(VIDEO, SOUND)).orElseThrow()) {
      assertThat(stored.size()).as("begun anew").isEqualTo(1000);
    }
    for (String larger : List.of("/200/1001", "/200/1001/told")) {
      assertThat(fetch(larger, /* allowPrivate= */ true))
          .isEqualTo(
              new Fetched.Refused(
                  Failure.of(
                      Failure.Kind.TOO_LARGE,
                      "The file is larger than the 1000 bytes that an audio track may have.",
                      "Add one that is compressed, such as AAC or MP3.")));
    }
  }

  @Test
  @DisplayName("CF-145 what is not there is refused, what is busy is asked again")
  void notThere() throws IOException {
    assertThat(fetch("/404/0", /* allowPrivate= */ true)).isInstanceOf(Fetched.Refused.class);
    assertThat(fetch("/503/0", /* allowPrivate= */ true)).isInstanceOf(Fetched.Later.class);
    assertThat(fetch("/200/1", /* allowPrivate= */ false))
        .as("an address of the house's own")
        .isInstanceOf(Fetched.Refused.class);
    assertThat(blobs.open(BlobKeys.soundSource(VIDEO, SOUND))).isEmpty();
  }

  private Fetched fetch(String path, boolean allowPrivate) throws IOException {
    try (Outgoing outgoing =
        new Outgoing(
            new OutgoingSettings(
                allowPrivate, List.of(), Duration.ofSeconds(20), Duration.ofSeconds(20)),
            Resolver.system())) {
      return new FetchSoundFile(outgoing, blobs)
          .fetch("http://127.0.0.1:" + elsewhere.getAddress().getPort() + path, VIDEO, SOUND, MOST);
    }
  }
}
