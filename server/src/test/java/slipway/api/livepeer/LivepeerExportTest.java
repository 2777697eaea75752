package slipway.api.livepeer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.livepeer.LivepeerHouse.Answer;
import slipway.api.livepeer.LivepeerHouse.Ticket;
import slipway.core.export.ExportOrder;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Samples;

class LivepeerExportTest {
  private static final String CID = "bafybeidgoqoyg4yhalu6oks2gnsjbs74tnoepwkl77plj4i4rd6lhvt424";
  private static final String ABOUT = "bafkreigkgwdvr5wspzwpiutssn4xpj2i7wedshnwphhnu7ohx4pqaxxipe";

  private final LivepeerHouse house = new LivepeerHouse();

  @Test
  @DisplayName(
      "LP-161, LP-162, LP-165, LP-115: 201 with the task; then storage and output tell the rest")
  void ipfs() {
    Ticket asset = house.ready("{\"name\":\"film\"}", Samples.FACTS);
    Answer answer =
        house.post(
            asset.assetPath() + "/export",
            "{\"ipfs\":{\"nftMetadataTemplate\":\"player\",\"nftMetadata\":{\"a\":null}}}");
    assertThat(answer.status()).isEqualTo(201);
    JsonObject task = answer.object("task");
    assertThat(task.string("type")).contains("export");
    assertThat(task.string("inputAssetId")).contains(asset.asset().toString());
    assertThat(task.string("outputAssetId")).isEmpty();
    assertThat(Json.writeText(task.object("params").orElseThrow()))
        .isEqualTo(
            "{\"export\":{\"ipfs\":{\"nftMetadataTemplate\":\"player\",\"nftMetadata\":{\"a\":null}}}}");
    assertThat(task.object("status").orElseThrow().string("phase")).contains("waiting");
    String id = task.string("id").orElseThrow();
    JsonObject waiting = house.get(asset.assetPath()).object("storage");
    assertThat(Json.writeText(waiting.object("status").orElseThrow()))
        .isEqualTo("{\"phase\":\"waiting\",\"tasks\":{\"pending\":\"" + id + "\"}}");
    assertThat(house.get(asset.assetPath()).object("status").string("phase"))
        .as("the asset's own phase is another matter")
        .contains("ready");

    ExportOrder order = house.orders.byTask(UUID.fromString(id)).orElseThrow();
    house.exports.sends(order, 0.5);
    assertThat(Json.writeText(house.get(asset.assetPath()).object("storage")))
        .contains("\"phase\":\"processing\",\"progress\":0.5");
    house.exports.done(order.named(CID).done(ABOUT));

    JsonObject storage = house.get(asset.assetPath()).object("storage");
    JsonObject ipfs = storage.object("ipfs").orElseThrow();
    assertThat(ipfs.string("cid")).contains(CID);
    assertThat(ipfs.string("url")).contains("ipfs://" + CID);
    assertThat(ipfs.string("gatewayUrl")).contains(LivepeerHouse.GATEWAY + CID);
    assertThat(ipfs.object("nftMetadata").orElseThrow().string("cid")).contains(ABOUT);
    assertThat(ipfs.number("updatedAt")).isPresent();
    assertThat(Json.writeText(storage.object("status").orElseThrow()))
        .isEqualTo("{\"phase\":\"ready\",\"tasks\":{\"last\":\"" + id + "\"}}");
    JsonObject done = house.get("/api/task/" + id).json();
    assertThat(Json.writeText(done.object("output").orElseThrow()))
        .contains("\"videoFileCid\":\"" + CID + "\"")
        .contains("\"videoFileUrl\":\"ipfs://" + CID + "\"")
        .contains("\"videoFileGatewayUrl\":\"" + LivepeerHouse.GATEWAY + CID + "\"")
        .contains("\"nftMetadataCid\":\"" + ABOUT + "\"")
        .contains("\"nftMetadataUrl\":\"ipfs://" + ABOUT + "\"");
  }

  @Test
  @DisplayName(
      "LP-101, LP-120: an export is found by its CID, in lists, and by its owner for playback")
  void foundByCid() {
    Ticket asset = house.ready("{\"name\":\"film\"}", Samples.FACTS);
    house.ready("{\"name\":\"other\"}", Samples.FACTS);
    assertThat(house.get("/api/playback/" + CID).status()).isEqualTo(404);
    export(asset, "{}");
    assertThat(house.get("/api/asset?cid=" + CID).list())
        .singleElement()
        .satisfies(found ->
            assertThat(((JsonObject) found).string("id")).contains(asset.asset().toString()));
    assertThat(house.get("/api/asset?cid=" + ABOUT).list()).isEmpty();
    assertThat(house.get("/api/playback/" + CID).status()).isEqualTo(200);
    assertThat(house.getAs(house.strangersKey, "/api/playback/" + CID).status()).isEqualTo(404);
    assertThat(house.send(slipway.http.Request.to("GET", "/api/playback/" + CID)).status())
        .isEqualTo(404);
  }

  @Test
  @DisplayName("LP-164: another spec makes another task and keeps what was there as last")
  void patched() {
    Ticket asset = house.ready("{\"name\":\"film\"}", Samples.FACTS);
    UUID first = export(asset, "{}");
    String same = "{\"storage\":{\"ipfs\":{\"spec\":{}}}}";
    assertThat(Json.writeText(house.patch(asset.assetPath(), same).object("storage")))
        .contains("\"phase\":\"ready\"");
    String other = "{\"storage\":{\"ipfs\":{\"spec\":{\"nftMetadataTemplate\":\"player\"}}}}";
    JsonObject storage = house.patch(asset.assetPath(), other).object("storage");
    assertThat(Json.writeText(storage.object("status").orElseThrow()))
        .startsWith("{\"phase\":\"waiting\",\"tasks\":{\"pending\":\"")
        .endsWith("\"last\":\"" + first + "\"}}");
    for (String none : List.of("false", "null", "{\"spec\":null}")) {
      Answer answer = house.patch(asset.assetPath(), "{\"storage\":{\"ipfs\":" + none + "}}");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error()).isEqualTo("Cannot remove asset from IPFS");
    }
    assertThat(
            house
                .patch(asset.assetPath(), "{\"storage\":{\"ipfs\":{\"spec\":{\"x\":1}}}}")
                .status())
        .isEqualTo(422);
  }

  @Test
  @DisplayName(
      "LP-165, LP-115: to an address, its headers are never told; the storage is not touched")
  void custom() {
    Ticket asset = house.ready("{\"name\":\"film\"}", Samples.FACTS);
    Answer answer =
        house.post(
            asset.assetPath() + "/export",
            """
            {"custom":{"url":"https://bucket.example/x","headers":{"Authorization":"Bearer s3cret"}}}\
            """);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body())
        .doesNotContain("s3cret")
        .contains("\"headers\":{\"Authorization\":\"***\"}")
        .contains("\"method\":\"PUT\"");
    String id = answer.object("task").string("id").orElseThrow();
    assertThat(house.get("/api/task/" + id).body()).doesNotContain("s3cret");
    assertThat(house.orders.byTask(UUID.fromString(id)).orElseThrow().asked())
        .contains("s3cret")
        .contains("\"type\":\"video/mp4\"");
    assertThat(house.get(asset.assetPath()).json().member("storage")).isEmpty();
  }

  @Test
  @DisplayName("LP-165: not ready is 412, and what cannot be sent is said at once")
  void refused() {
    String ipfs = "{\"ipfs\":{}}";
    Answer early = house.post(house.ticket("a").assetPath() + "/export", ipfs);
    assertThat(early.status()).isEqualTo(412);
    assertThat(early.error()).isEqualTo("asset is not ready to be exported");

    Ticket asset = house.ready("{\"name\":\"film\"}", Samples.FACTS);
    String path = asset.assetPath() + "/export";
    assertThat(house.post(path, "{\"custom\":{\"url\":\"http://127.0.0.1/x\"}}").status())
        .isEqualTo(400);
    assertThat(
            house
                .post(
                    path,
                    "{\"custom\":{\"url\":\"https://a.example/\",\"headers\":{\"Host\":\"b\"}}}")
                .status())
        .isEqualTo(422);
    assertThat(house.post(path, "{\"ipfs\":{\"pinata\":{\"jwt\":\"a\\nb\"}}}").status())
        .isEqualTo(422);
    assertThat(house.events.all())
        .noneMatch(event ->
            event.task() != null && event.task().kind() == slipway.core.task.Task.Kind.EXPORT);
  }

  @Test
  @DisplayName("LP-115, LP-165: with a Pinata account of one's own; its key is told to nobody")
  void pinata() {
    Ticket asset = house.ready("{\"name\":\"film\"}", Samples.FACTS);
    Answer made =
        house.post(
            asset.assetPath() + "/export",
            "{\"ipfs\":{\"nftMetadataTemplate\":\"player\","
                + "\"pinata\":{\"apiKey\":\"hush\",\"apiSecret\":\"hush\"}}}");

    assertThat(made.status()).isEqualTo(201);
    JsonObject task = made.json().object("task").orElseThrow();
    assertThat(Json.writeText(task.object("params").orElseThrow()))
        .isEqualTo(
            "{\"export\":{\"ipfs\":{\"nftMetadataTemplate\":\"player\","
                + "\"pinata\":{\"apiKey\":\"***\",\"apiSecret\":\"***\"}}}}");
    assertThat(house.get("/api/task/" + task.string("id").orElseThrow()).body())
        .doesNotContain("hush");
    assertThat(house.get(asset.assetPath()).json().member("storage"))
        .as("only the deprecated path shows there")
        .isEmpty();
    assertThat(
            house
                .orders
                .byTask(java.util.UUID.fromString(task.string("id").orElseThrow()))
                .orElseThrow()
                .asked())
        .contains("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"ipfs\":{},\"custom\":{\"url\":\"https://a.example\"}}",
        "{\"ipfs\":{\"x\":1}}",
        "{\"ipfs\":{\"pinata\":{\"apiKey\":\"x\"}}}",
        "{\"custom\":{}}",
        "{\"custom\":{\"url\":\"ftp://a.example\"}}",
        "{\"custom\":{\"url\":\"https://a.example\",\"method\":\"DELETE\"}}",
      })
  @DisplayName("LP-165: a bad body is 422")
  void schema(String body) {
    Ticket asset = house.ready("{\"name\":\"film\"}", Samples.FACTS);
    assertThat(house.post(asset.assetPath() + "/export", body).status()).isEqualTo(422);
  }

  @Test
  @DisplayName("LP-108, LP-116: an export that failed is queued again by its task")
  void retried() {
    Ticket asset = house.ready("{\"name\":\"film\"}", Samples.FACTS);
    Answer answer = house.post(asset.assetPath() + "/export", "{\"ipfs\":{}}");
    String id = answer.object("task").string("id").orElseThrow();
    assertThat(house.post("/api/task/" + id + "/retry", "").status()).isEqualTo(400);
    house.exports.failed(UUID.fromString(id), "no node");
    assertThat(house.get("/api/task/" + id).object("status").string("errorMessage"))
        .contains("no node");
    assertThat(Json.writeText(house.get(asset.assetPath()).object("storage")))
        .contains(
            "\"phase\":\"failed\",\"errorMessage\":\"no node\",\"tasks\":{\"failed\":\"" + id);
    assertThat(house.post("/api/task/" + id + "/retry", "").status()).isEqualTo(200);
    assertThat(house.get("/api/task/" + id).object("status").string("phase")).contains("waiting");
    String filter =
        java.net.URLEncoder.encode(
            "[{\"id\":\"inputAssetId\",\"value\":\"" + asset.asset() + "\"}]",
            java.nio.charset.StandardCharsets.UTF_8);
    assertThat(house.get("/api/task?filters=" + filter).list()).isNotEmpty();
  }

  @Test
  @DisplayName(
      "LP-166, LP-167: both templates, and what the owner says goes into them; null takes away")
  void metadata() {
    Ticket ticket = house.ready("{\"name\":\"film\"}", Samples.FACTS);
    var video = house.videos.byId(ticket.asset()).orElseThrow();
    var shape = new LivepeerNftMetadata("https://player.example/");
    assertThat(shape.about(video, "{}", CID, ABOUT))
        .isEqualTo(
            """
            {"name":"film","description":"Livepeer video from asset \\"film\\"",\
            "image":"ipfs://%s","animation_url":"ipfs://%s"}\
            """
                .formatted(ABOUT, CID));
    assertThat(
            shape.about(
                video,
                """
                {"nftMetadataTemplate":"player","nftMetadata":{"image":null,"name":"mine",
                 "properties":{"video":null,"more":{"a":[1]}}}}\
                """,
                CID,
                ABOUT))
        .isEqualTo(
            """
            {"name":"mine","description":"Livepeer video from asset \\"film\\"",\
            "animation_url":"https://player.example/?loop=1&v=%s",\
            "external_url":"https://player.example/?v=%s",\
            "properties":{"com.livepeer.playbackId":"%s","more":{"a":[1]}}}\
            """
                .formatted(CID, CID, ticket.playbackId()));
  }

  @Test
  @DisplayName("LP-41: who has too many tasks under way waits with exports, too")
  void tooManyTasks_wait() {
    Ticket asset = house.ready("{\"name\":\"film\"}", Samples.FACTS);
    for (int i = 0; i < 99; i++) {
      house.upload(house.ticket("a"), 1);
    }
    String address = "{\"custom\":{\"url\":\"https://there.example/in\"}}";
    assertThat(house.post(asset.assetPath() + "/export", address).status()).isEqualTo(201);
    long before = house.tasks.countActive(house.account.number());
    for (String body :
        List.of(address, "{\"ipfs\":{}}", "{\"ipfs\":{\"pinata\":{\"jwt\":\"a\"}}}")) {
      Answer answer = house.post(asset.assetPath() + "/export", body);
      assertThat(answer.status()).as(body).isEqualTo(429);
      assertThat(answer.error())
          .isEqualTo(
              "user %s has reached the maximum number of pending tasks"
                  .formatted(house.account.userId()));
      assertThat(answer.headers().first("Retry-After")).contains("60");
    }
    assertThat(house.patch(asset.assetPath(), "{\"storage\":{\"ipfs\":true}}").status())
        .isEqualTo(429);
    assertThat(house.tasks.countActive(house.account.number())).isEqualTo(before);
    assertThat(house.videos.byId(asset.asset()).orElseThrow().wishes().export()).isNull();
  }

  private UUID export(Ticket asset, String spec) {
    Answer answer = house.post(asset.assetPath() + "/export", "{\"ipfs\":" + spec + "}");
    UUID id = UUID.fromString(answer.object("task").string("id").orElseThrow());
    house.exports.done(house.orders.byTask(id).orElseThrow().named(CID).done(ABOUT));
    return id;
  }
}
