package slipway.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import slipway.http.BodyException;
import slipway.http.Request;
import slipway.http.Response;

/** Problems in the shape of our own API. */
final class AdminProblemsTest {
  @Test
  void noMemoryForABody_is503_withTheTimeToWait() throws IOException {
    Request request = Request.to("POST", "/admin/accounts").build();
    Response answer =
        AdminProblems.render(request, new BodyException.NoRoom(Duration.ofSeconds(5)));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers().first("Retry-After")).contains("5");
    assertThat(new String(answer.content().toBytes(), UTF_8))
        .isEqualTo(
            "{\"error\":{\"code\":\"busy\",\"message\":\"the server is busy; try again later\"}}");
  }
}
