package slipway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What happens when too many are there. */
class CrowdTest {

  private static void ask(RawClient client) throws Exception {
    assertThat(client.head("GET / HTTP/1.1", "Host: a").read().status()).isEqualTo(204);
  }

  @Test
  @DisplayName("TUS-290 REL-91: of too many connections the stillest goes, bytes of a body count")
  void stillestGoes() throws Exception {
    HttpSettings settings =
        HttpSettings.defaults().withLimits(HttpSettings.Limits.defaults().withConnections(3));
    CountDownLatch begun = new CountDownLatch(1);
    Handler handler =
        request -> {
          if (request.method().equals("PUT")) {
            try (Chunk first = request.body().next()) {
              assertThat(first).isNotNull();
            }
            begun.countDown();
          }
          request.body().readAll(100);
          return Response.of(204);
        };
    try (LiveServer server = new LiveServer(settings, handler);
        RawClient writer = server.connect();
        RawClient still = server.connect();
        RawClient lively = server.connect()) {
      writer.head("PUT / HTTP/1.1", "Host: a", "Content-Length: 2");
      ask(still);
      ask(lively);
      writer.send("x");
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
      ask(lively);
      try (RawClient late = server.connect()) {
        ask(late);
        assertThat(still.isEnded()).isTrue();
        ask(lively);
        assertThat(writer.send("y").read().status()).isEqualTo(204);
      }
    }
  }
}
