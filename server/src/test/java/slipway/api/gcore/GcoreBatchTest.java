package slipway.api.gcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.api.gcore.GcoreHouse.Answer;
import slipway.http.Request;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.faults.FrailDisk;

/** {@code POST /streaming/videos/batch}. */
final class GcoreBatchTest {
  private final GcoreHouse house = new GcoreHouse();

  @Test
  @DisplayName("GC-76 GC-77 a batch gives an array in its order, with subtitles")
  void batch() {
    Answer answer =
        house.post(
            "/streaming/videos/batch?fields=id,name",
            """
            {"videos":[{"name":"one","subtitles":[{"name":"English","language":"eng",
            "vtt":"WEBVTT\\n"}]},{"name":"two","origin_url":"https://a.example/b.mp4"}]}
            """);
    assertThat(answer.status()).isEqualTo(200);
    List<JsonObject> made = answer.list().stream().map(JsonObject.class::cast).toList();
    assertThat(made)
        .extracting(one -> one.string("name").orElseThrow())
        .containsExactly("one", "two");
    assertThat(made.getFirst().members().keySet()).containsExactlyInAnyOrder("id", "name");
    assertThat(house.captionFiles.texts).hasSize(1);
    assertThat(house.captionFiles.adopted).isEqualTo(house.captionFiles.texts.keySet());
    assertThat(
            house
                .get(
                    "/streaming/videos/"
                        + made.getFirst().number("id").orElseThrow()
                        + "/subtitles")
                .body())
        .contains("\"language\":\"eng\"");
    assertThat(house.scratch).isEmptyDirectory();
  }

  @Test
  @DisplayName("GC-16 GC-76 many large texts come through, one by one")
  void streamed() {
    String text = "WEBVTT\n\n00:00.000 --> 00:01.000\n" + "a".repeat(4 << 20) + "\n";
    String subtitle = "{'language':'eng','vtt':'" + text.replace("\n", "\\n") + "'}";
    String videos =
        String.join(",", Collections.nCopies(15, "{'subtitles':[" + subtitle + "],'name':'a'}"));
    assertThat(batched("{'videos':[" + videos + "]}").list()).hasSize(15);
    assertThat(house.captionFiles.adopted).hasSize(15);
  }

  @Test
  @DisplayName("REL-12 GC-76 a full disk is 507 at whatever call, and a broken one is our fault")
  void disks() throws IOException {
    FrailDisk whole = diskWithFolder();
    int begun = whole.calls();
    batchOn(whole, 200);
    int calls = whole.calls();
    assertThat(calls - begun).as("file and bytes").isGreaterThanOrEqualTo(2);
    for (int call = begun; call < calls; call++) {
      FrailDisk full = diskWithFolder();
      full.fullAt(call);
      batchOn(full, 507);
      FrailDisk broken = diskWithFolder();
      broken.failAt(call);
      batchOn(broken, 500);
    }
    FrailDisk full = new FrailDisk();
    full.full();
    batchOn(full, 507);
  }

  private static FrailDisk diskWithFolder() throws IOException {
    FrailDisk disk = new FrailDisk();
    Files.createDirectory(disk.root().resolve("spool"));
    return disk;
  }

  private static void batchOn(FrailDisk disk, int status) {
    GcoreHouse house = new GcoreHouse(disk.root().resolve("spool"));
    Answer answer = house.post("/streaming/videos/batch", "{\"videos\":[{\"name\":\"a\"}]}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("No space left", "Input/output", "spool");
  }

  @Test
  @DisplayName("GC-76 what follows the batch, or comes twice, and odd shapes make it 400")
  void strict() {
    for (String wrong :
        List.of(
            "{'videos':[{'name':'a'}]} {}",
            "{'videos':[{'name':'a'}],'videos':[]}",
            "{'videos':[{'name':'a','name':'b'}]}",
            "{'videos':[7]}",
            "{'videos':[{'name':'a','subtitles':7}]}",
            "[]",
            "{'videos':[{'name':'a'}",
            "")) {
      assertThat(batched(wrong).status()).as(wrong).isEqualTo(400);
    }
    assertThat(house.get("/streaming/videos").list()).isEmpty();
    assertThat(batched("{'x':{'y':[1]},'videos':[{'name':'a','subtitles':null}]}").status())
        .isEqualTo(200);
  }

  @Test
  @DisplayName("GC-76 500 are the most, and of more nothing is made")
  void limit() {
    assertThat(batched(batchOf(501)).status()).isEqualTo(400);
    assertThat(house.get("/streaming/videos").list()).isEmpty();
    assertThat(batched(batchOf(500)).list()).hasSize(500);
  }

  @Test
  @DisplayName("GC-16 GC-76 a body of more than 64 MB is 400")
  void tooLarge() {
    assertThat(batched("{'videos':[" + " ".repeat(64 << 20) + "]}").status()).isEqualTo(400);
  }

  @Test
  @DisplayName("GC-16 a body of countless small things is 400, and takes no memory to speak of")
  void manyThings() {
    String things = "[],".repeat((20 << 20) / 3);
    assertThat(batched("{'videos':[],'x':[" + things + "[]]}").status()).isEqualTo(400);
  }

  @Test
  @DisplayName("GC-76 GC-77 with one that is wrong nothing is made, and nothing stays behind")
  void allOrNone() {
    for (String wrong :
        List.of(
            "{'name':''}",
            "{'name':'b','origin_url':'http://127.0.0.1/'}",
            "{'name':'b','subtitles':[{'vtt':'WEBVTT'}]}",
            "{'name':'b','subtitles':[{'language':'eng'}]}",
            "{'name':'b','subtitles':[{'language':'english','vtt':'WEBVTT'}]}",
            "{'name':'b','subtitles':[{'language':'deu','vtt':'WEBVTT'}]}",
            "{'name':'b','subtitles':[{'language':'qqq','vtt':'WEBVTT'}]}",
            "{'name':'b','subtitles':[{'language':'eng','vtt':'<html>'}]}")) {
      Answer answer =
          batched("{'videos':[{'name':'a','poster':'data:image/png;base64,AQ=='}," + wrong + "]}");
      assertThat(answer.status()).as(wrong).isEqualTo(422);
      assertThat(house.posters.kept()).isEmpty();
    }
    assertThat(batched("{'videos':7}").status()).isEqualTo(400);
    assertThat(batched("{}").status()).isEqualTo(400);
  }

  @Test
  @DisplayName(
      "GC-16 while a batch waits for a picture from elsewhere, another account has its turn")
  void turns() {
    List<Integer> others = new ArrayList<>();
    house.posters.whileFetching(() -> {
      Request.Builder other =
          Request.to("POST", "/streaming/videos/batch")
              .header("Authorization", "APIKey " + house.strangersKey)
              .body("{\"videos\":[{\"name\":\"b\"}]}".getBytes(StandardCharsets.UTF_8));
      others.add(house.send(other).status());
    });

    assertThat(
            batched("{'videos':[{'name':'a','remote_poster_url':'https://a.example/p.png'}]}")
                .list())
        .hasSize(1);

    assertThat(others).containsExactly(200);
  }

  @Test
  @DisplayName("GC-77 subtitles over all videos are bounded, and of more nothing is made")
  void subtitlesInAll() {
    String subtitle = "{'language':'eng','vtt':'WEBVTT'}";
    String video =
        "{'name':'a','subtitles':[" + String.join(",", Collections.nCopies(100, subtitle)) + "]}";

    assertThat(
            batched("{'videos':[" + String.join(",", Collections.nCopies(26, video)) + "]}")
                .status())
        .isEqualTo(400);
    assertThat(house.get("/streaming/videos").list()).isEmpty();
    assertThat(house.captionFiles.texts).isEmpty();
  }

  private Answer batched(String json) {
    return house.post("/streaming/videos/batch", json.replace('\'', '"'));
  }

  private static String batchOf(int count) {
    return "{'videos':[" + String.join(",", Collections.nCopies(count, "{'name':'a'}")) + "]}";
  }
}
