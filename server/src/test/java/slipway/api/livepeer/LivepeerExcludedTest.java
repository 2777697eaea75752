package slipway.api.livepeer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.livepeer.LivepeerHouse.Answer;
import slipway.testing.Samples;

class LivepeerExcludedTest {
  private final LivepeerHouse house = new LivepeerHouse();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stream",
        "stream/x",
        "stream/x/clips",
        "session",
        "session/x",
        "multistream/target",
        "multistream/target/x",
        "room",
        "room/x/user",
        "generate/text-to-image",
        "transcode",
        "data/views/query",
        "data/usage/query",
        "object-store",
        "project",
        "project/x",
        "user",
        "user/token",
        "api-token",
        "experiment",
        "ingest",
        "geolocate",
        "orchestrator",
        "broadcaster",
        "stripe",
        "admin",
        "usage",
        "did",
        "version"
      })
  @DisplayName("LP-190 what is left out is not found, whatever is asked of it")
  void notFound(String path) {
    for (Answer answer :
        new Answer[] {house.get("/api/" + path), house.post("/api/" + path, "{}")}) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.error()).isEqualTo("not found");
    }
  }

  @Test
  @DisplayName("LP-189 without live there are no recordings: the filter is known and finds none")
  void recordings() {
    house.ready("{\"name\":\"a\"}", Samples.FACTS);
    String filter =
        URLEncoder.encode(
            "[{\"id\":\"sourceType\",\"value\":\"recording\"}]", StandardCharsets.UTF_8);
    Answer answer = house.get("/api/asset?filters=" + filter);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.list()).isEmpty();
  }
}
