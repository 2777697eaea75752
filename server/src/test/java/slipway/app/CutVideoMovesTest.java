package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;

/** What a video that shows only a part of its file says of that when it moves to another house. */
final class CutVideoMovesTest {
  @TempDir Path data;

  @Test
  @DisplayName("The part is told with the original, and wanted again where the video comes in")
  void moves() throws IOException {
    try (RunningHouse house = RunningHouse.on(data)) {
      new GcoreGuest(house).create("cut", ",\"clip_start_seconds\":3,\"clip_duration_seconds\":2");

      assertThat(take(house, "a", "{\"start\":3,\"length\":2}").string("outcome")).contains("born");
      assertThat(take(house, "b", "{\"start\":7}").string("outcome")).contains("born");
      for (String wrong : List.of("{\"start\":-1}", "{\"start\":0,\"length\":0}")) {
        JsonObject taken = take(house, "c", wrong);
        assertThat(taken.string("outcome")).as(wrong).contains("refused");
        assertThat(taken.string("reason").orElseThrow()).contains("part");
      }

      List<JsonObject> originals =
          house
              .admin("GET", "/admin/migration/originals", "")
              .json()
              .elements("videos")
              .orElseThrow()
              .stream()
              .map(JsonObject.class::cast)
              .toList();
      assertThat(originals).hasSize(3);
      JsonObject first = originals.get(0);
      assertThat(first.object("part")).isEqualTo(originals.get(1).object("part")).isPresent();
      assertThat(second(originals.get(2))).contains(7);
      assertThat(originals.get(2).object("part").orElseThrow().number("length")).isEmpty();
    }
  }

  private static Optional<Integer> second(JsonObject original) {
    return original.object("part").flatMap(part -> part.number("start")).map(Number::intValue);
  }

  private static JsonObject take(RunningHouse house, String id, String part) {
    String asked =
        """
        {"account":1,"vendor":"slipway","library":"export","videos":[
         {"id":"%s","name":"moved","taken":"file","part":%s}]}
        """
            .formatted(id, part);
    RunningHouse.Answer answer = house.admin("POST", "/admin/migration/videos", asked);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return (JsonObject) answer.json().elements("videos").orElseThrow().getFirst();
  }
}
