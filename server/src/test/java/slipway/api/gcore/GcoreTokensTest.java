package slipway.api.gcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.api.gcore.GcoreHouse.Answer;
import slipway.core.video.Video;
import slipway.json.JsonValue.JsonObject;

/** {@code GET /streaming/videos/{id}/upload}, and the tokens in it. */
final class GcoreTokensTest {
  private final GcoreHouse house = new GcoreHouse();

  @Test
  @DisplayName("GC-80 GC-81 GC-82 GC-85 servers, token and video, at either spelling")
  void session() {
    Video video = house.made("Demo");
    for (String path : List.of(house.path(video) + "/upload", house.path(video) + "/upload/")) {
      Answer answer = house.get(path);
      assertThat(answer.status()).isEqualTo(200);
      JsonObject server = (JsonObject) answer.json().elements("servers").orElseThrow().getFirst();
      assertThat(server.number("id").orElseThrow().intValueExact()).isPositive();
      assertThat(server.string("role")).contains("upload");
      assertThat(server.string("hostname")).contains("video.example");
      assertThat(server.isTrue("active")).isTrue();
      assertThat(server.isTrue("ssl")).isTrue();
      assertThat(server.member("ip")).isPresent();
      assertThat(answer.text("token")).startsWith("eyJhbGciOiJIUzI1NiI");
      JsonObject told = answer.json().object("video").orElseThrow();
      assertThat(told.number("id").orElseThrow().longValueExact()).isEqualTo(video.serial());
      assertThat(told.string("name")).contains("Demo");
      assertThat(told.number("client_id").orElseThrow().longValueExact())
          .isEqualTo(video.account());
    }
  }

  @Test
  @DisplayName("GC-82 the operator says which host and port uploaders are sent to")
  void chosenHost() {
    var chosen =
        new GcoreHouse(
            new GcoreSettings(
                GcoreSettings.CreateAnswer.BY_CLIENT,
                Optional.of("up.example:8443"),
                /* uploadSessions= */ 1000,
                Optional.empty()));
    Answer answer = chosen.get(chosen.path(chosen.made("a")) + "/upload");
    JsonObject server = (JsonObject) answer.json().elements("servers").orElseThrow().getFirst();
    assertThat(server.string("hostname")).contains("up.example:8443");
  }

  @Test
  @DisplayName("GC-83 GC-84 GC-86 each token names the video for four hours")
  void lifetime() {
    Video video = house.made("Demo");
    String first = token(video);
    house.clock.advance(Duration.ofHours(1));
    String second = token(video);
    var said = new GcoreTokens.Upload(video.id(), video.serial(), video.account());
    assertThat(house.tokens.upload(first)).contains(said);
    assertThat(house.tokens.upload(second)).contains(said);
    house.clock.advance(Duration.ofHours(3));
    assertThat(house.tokens.upload(first)).isEmpty();
    assertThat(house.tokens.upload(second)).contains(said);
  }

  @Test
  @DisplayName("GC-84 what was changed, or is no token, says nothing")
  void forged() {
    String token = token(house.made("Demo"));
    String[] parts = token.split("\\.", -1);
    for (String forged :
        List.of(
            "",
            "a.b.c",
            parts[0] + "." + parts[1] + ".",
            parts[0] + "." + parts[1],
            "eyJhbGciOiJub25lIn0." + parts[1] + ".",
            parts[0] + "." + parts[1].replace('e', 'f') + "." + parts[2],
            token + "x",
            token.substring(1),
            "x".repeat(10_000))) {
      assertThat(house.tokens.upload(forged)).as(forged).isEmpty();
    }
  }

  @Test
  @DisplayName("GC-86 GC-22 none for a video that is not there, or another's")
  void unknown() {
    Video video = house.made("Demo");
    assertThat(house.get("/streaming/videos/4711/upload").status()).isEqualTo(404);
    assertThat(house.getAs(house.strangersKey, house.path(video) + "/upload").status())
        .isEqualTo(404);
  }

  private String token(Video video) {
    return house.get(house.path(video) + "/upload").text("token");
  }
}
