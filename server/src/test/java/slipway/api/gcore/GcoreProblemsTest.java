package slipway.api.gcore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.BodyException;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;

/** Problems in Gcore's shapes. */
final class GcoreProblemsTest {
  private static final Request REQUEST = Request.to("GET", "/streaming/videos").build();

  @Test
  @DisplayName("GC-15 GC-27 too many requests are 429 with the time to wait")
  void tooMany() {
    Response answer = rendered(new Problem.OverQuota("too many requests", Duration.ofSeconds(7)));
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.headers().first("Retry-After")).contains("7");
  }

  @Test
  @DisplayName("GC-26 GC-10 what nobody expected is 500 in JSON, without the cause")
  void unexpected() throws IOException {
    Response answer = GcoreProblems.render(REQUEST, new IllegalStateException("a secret"));
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.headers().first("Content-Type")).contains("application/json");
    String text = new String(answer.content().toBytes(), UTF_8);
    assertThat(((JsonObject) Json.tree(text)).string("error").orElseThrow())
        .doesNotContain("secret");
  }

  @Test
  @DisplayName("GC-10 no memory for a body is 503 with the time to wait")
  void noMemory() throws IOException {
    Response answer =
        GcoreProblems.render(REQUEST, new BodyException.NoRoom(Duration.ofSeconds(5)));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers().first("Retry-After")).contains("5");
    assertThat(new String(answer.content().toBytes(), UTF_8))
        .isEqualTo("{\"status\":503,\"error\":\"the server is busy; try again later\"}");
  }

  private static Response rendered(Problem problem) {
    return GcoreProblems.render(REQUEST, new ProblemException(problem));
  }
}
