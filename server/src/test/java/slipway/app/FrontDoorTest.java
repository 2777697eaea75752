package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.http.Request;
import slipway.http.Response;
import slipway.ingest.tus.TusBrowsers;

final class FrontDoorTest {
  private static Response early(boolean cors) throws Exception {
    var visits =
        new VisitOptions(
            /* perKey= */ 0,
            /* perAddress= */ 0,
            cors,
            new TusBrowsers(List.of(), /* privateNetwork= */ false),
            /* expiredIsGone= */ false);
    return new FrontDoor(visits)
        .handle(Request.to("GET", "/files/1").header("Origin", "https://page.example").build());
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
