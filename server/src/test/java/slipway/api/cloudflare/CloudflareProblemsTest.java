package slipway.api.cloudflare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import slipway.http.BodyException;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;

/** Problems as failed envelopes. */
final class CloudflareProblemsTest {
  @Test
  void noMemoryForABody_is503_withTheTimeToWait() throws IOException {
    Request request = Request.to("POST", "/client/v4/accounts/a/stream/copy").build();
    Response answer =
        CloudflareProblems.render(request, new BodyException.NoRoom(Duration.ofSeconds(5)));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers().first("Retry-After")).contains("5");
    var envelope = (JsonObject) Json.tree(new String(answer.content().toBytes(), UTF_8));
    assertThat(envelope.member("success")).contains(new JsonValue.JsonBool(false));
    assertThat(envelope.member("errors").map(Object::toString).orElse(""))
        .contains("Service Unavailable");
  }
}
