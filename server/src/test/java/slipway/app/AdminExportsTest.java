package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Clips;

/** Copies that could not be sent, as the operator sees them and tries them again. */
final class AdminExportsTest {
  private final RunningHouse house;

  AdminExportsTest(@TempDir Path data) throws IOException {
    house = RunningHouse.on(data);
  }

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  @DisplayName("MD-88, LP-162: the operator sees why a copy was not sent, and has it tried again")
  void exports() throws IOException {
    String key = house.keyOfNew("sends");
    JsonObject given = house.livepeer(key, "/api/asset/request-upload", "{\"name\":\"a\"}").json();
    String id = RunningHouse.text(given, "asset", "id");
    byte[] file = Files.readAllBytes(Clips.clip("sample.mp4"));
    house.send(house.to(given.string("url").orElseThrow()).PUT(BodyPublishers.ofByteArray(file)));
    house.awaitPhase(id, "Ready");
    assertThat(house.livepeer(key, "/api/asset/" + id + "/export", "{\"ipfs\":{}}").status())
        .isEqualTo(201);

    String task = failedExport(id);
    String exports = "/admin/videos/" + id + "/exports/";
    assertThat(house.admin("POST", exports + "x/retry", "").status()).isEqualTo(404);
    assertThat(house.admin("POST", exports + task + "/retry", "").status()).isEqualTo(202);
    assertThat(failedExport(id)).as("the same one, tried again").isEqualTo(task);
    assertThat(house.admin("GET", "/admin/videos", "").body()).doesNotContain("\"exports\"");
  }

  @Test
  @DisplayName("LP-163: a copy that came with the upload is tried again as an export of its own")
  void exportOfUpload() throws IOException {
    String key = house.keyOfNew("wishes");
    JsonObject given =
        house
            .livepeer(
                key,
                "/api/asset/request-upload",
                "{\"name\":\"a\",\"storage\":{\"ipfs\":{\"spec\":{\"nftMetadataTemplate\":\"player\"}}}}")
            .json();
    String id = RunningHouse.text(given, "asset", "id");
    String upload = RunningHouse.text(given, "task", "id");
    byte[] file = Files.readAllBytes(Clips.clip("sample.mp4"));
    house.send(house.to(given.string("url").orElseThrow()).PUT(BodyPublishers.ofByteArray(file)));
    house.awaitPhase(id, "Ready");
    assertThat(failedExport(id)).isEqualTo(upload);

    String exports = "/admin/videos/" + id + "/exports/";
    assertThat(house.admin("POST", exports + upload + "/retry", "").status()).isEqualTo(202);
    assertThat(house.admin("POST", exports + upload + "/retry", "").status())
        .as("it is another one now")
        .isEqualTo(404);
    String again = failedExport(id);
    assertThat(again).isNotEqualTo(upload);
    assertThat(house.video(id).elements("exports").orElseThrow()).as("and the only one").hasSize(1);
    JsonObject asset =
        house
            .send(house.to("/api/asset/" + id).header("Authorization", "Bearer " + key).GET())
            .json();
    assertThat(Json.writeText(asset.object("storage").orElseThrow()))
        .contains("\"nftMetadataTemplate\":\"player\"", "\"failed\":\"" + again + "\"")
        .doesNotContain(upload);
    assertThat(RunningHouse.text(asset, "status", "phase")).isEqualTo("ready");
    assertThat(house.admin("POST", exports + again + "/retry", "").status()).isEqualTo(202);
    assertThat(failedExport(id)).as("from now on the same one").isEqualTo(again);
  }

  /** There is no node that could take it, which is said. */
  private String failedExport(String id) {
    JsonObject export =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> (JsonObject) house.video(id).elements("exports").orElseThrow().getFirst(),
                found -> found.string("state").orElse("").equals("failed"));
    assertThat(export.string("to")).contains("ipfs");
    assertThat(export.string("reason").orElseThrow()).contains("IPFS");
    return export.string("task").orElseThrow();
  }
}
