package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.tus.TusBrowsers;

final class FrontDoorTest {
  private static VisitOptions visits(boolean cors) {
    return new VisitOptions(
        /* perKey= */ 0,
        /* perAddress= */ 0,
        cors,
        new TusBrowsers(List.of(), /* privateNetwork= */ false),
        /* expiredIsGone= */ false);
  }

  private static Request.Builder asked(String method) {
    return Request.to(method, "/files/1").header("Origin", "https://page.example");
  }

  private static Response early(boolean cors) throws Exception {
    return new FrontDoor(visits(cors)).handle(asked("GET").build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tus-Resumable", "Upload-Draft-Interop-Version"})
  @DisplayName(
      "TUS-33: who asks for an offset waits for the house, and is never told to begin anew")
  void offset_isWaitedFor(String dialect) throws Exception {
    Request head = asked("HEAD").header(dialect, "6").build();
    Response later = new FrontDoor(visits(/* cors= */ true), Duration.ofMillis(1)).handle(head);
    assertThat(later.status()).isEqualTo(423);
    assertThat(later.headers().first("Retry-After")).contains("1");
    assertThat(later.headers().first("Access-Control-Allow-Origin")).isPresent();
    FrontDoor door = new FrontDoor(visits(/* cors= */ true), Duration.ofMinutes(1));
    CompletableFuture<Response> waiting =
        CompletableFuture.supplyAsync(() -> {
          try {
            return door.handle(head);
          } catch (Exception failure) {
            throw new IllegalStateException(failure);
          }
        });
    door.opensTo(_ -> Response.of(204));
    assertThat(waiting.get(10, TimeUnit.SECONDS).status()).isEqualTo(204);
  }

  @Test
  void otherHeads_areToldAtOnce() throws Exception {
    var door = new FrontDoor(visits(/* cors= */ true), Duration.ofMinutes(1));
    assertThat(door.handle(asked("HEAD").build()).status()).isEqualTo(503);
  }

  @Test
  @DisplayName("TUS-56, TUS-150: a page can read that the server is starting")
  void starting() throws Exception {
    Response answer = early(/* cors= */ true);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers().first("Retry-After")).contains("1");
    assertThat(answer.headers().first("Access-Control-Allow-Origin")).isPresent();
    assertThat(early(/* cors= */ false).headers().first("Access-Control-Allow-Origin")).isEmpty();
  }
}
