package slipway.api.livepeer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.api.livepeer.LivepeerHouse.Answer;
import slipway.api.livepeer.LivepeerHouse.Ticket;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.core.video.Facts;
import slipway.core.video.Failure;
import slipway.core.video.Signing;
import slipway.http.Request;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Samples;

/** Sections 7 to 10.1 of the contract: assets, tasks and playback info, one at a time. */
class LivepeerAssetTest {
  private static final String NAMED = "{\"name\":\"a\"}";

  private final LivepeerHouse house = new LivepeerHouse();

  @Test
  @DisplayName("LP-84, LP-83, LP-85, LP-86, LP-58, LP-111 the walk, as the owner sees it")
  void walk() {
    Ticket ticket = house.ticket("a");
    assertPhases(ticket, "uploading", "pending");

    var upload = house.take.start(house.take.find().byTicket(ticket.token()), 5L, "");
    assertPhases(ticket, "uploading", "pending");

    house.clock.advance(Duration.ofSeconds(1));
    house.take.finish(upload, new slipway.core.video.Content(5, null));
    assertPhases(ticket, "waiting", "waiting");
    assertThat(status(ticket).number("updatedAt").orElseThrow().longValueExact())
        .isEqualTo(1767225601000L);
    JsonObject task = house.get(ticket.taskPath()).json();
    assertThat(task.number("scheduledAt").orElseThrow().longValueExact()).isEqualTo(1767225601000L);
    assertThat(task.object("status").orElseThrow().number("retries").orElseThrow().intValue())
        .isZero();

    house.move.started(ticket.asset());
    house.move.inspected(ticket.asset(), Samples.FACTS);
    house.move.progressed(ticket.asset(), 0.5);
    assertPhases(ticket, "processing", "running");
    assertThat(status(ticket).number("progress").orElseThrow().doubleValue()).isEqualTo(0.5);
    house.move.progressed(ticket.asset(), 0.25);
    assertThat(status(ticket).number("progress").orElseThrow().doubleValue()).isEqualTo(0.5);
    assertThat(house.get(ticket.assetPath()).json().member("playbackUrl")).isEmpty();

    house.move.viewable(ticket.asset(), List.of());
    assertPhases(ticket, "processing", "running");
    assertThat(house.get(ticket.assetPath()).json().member("downloadUrl")).isEmpty();

    house.move.ready(ticket.asset());
    assertPhases(ticket, "ready", "completed");
    assertThat(status(ticket).members()).containsOnlyKeys("phase", "updatedAt");
  }

  @Test
  @DisplayName("LP-87, LP-91, LP-125, section 7: a ready asset, member by member")
  void readyAsset() {
    Ticket ticket = house.ready(NAMED, Samples.FACTS);
    JsonObject asset = house.get(ticket.assetPath()).json();

    String folder = "https://video.example/hls/" + ticket.playbackId();
    assertThat(asset.string("playbackUrl")).contains(folder + "/index.m3u8");
    assertThat(asset.string("downloadUrl")).contains(folder + "/video/download.mp4");
    assertThat(asset.string("type")).contains("video");
    assertThat(asset.number("size").orElseThrow().intValue()).isEqualTo(1000);
    assertThat(Json.writeText(asset.member("hash").orElseThrow()))
        .isEqualTo("[{\"hash\":\"" + "ab".repeat(32) + "\",\"algorithm\":\"sha256\"}]");
    assertThat(Json.writeText(asset.object("videoSpec").orElseThrow()))
        .isEqualTo("{\"format\":\"mp4\",\"duration\":30.024,\"bitrate\":1128000}");
    assertThat(asset.members().keySet())
        .isEqualTo(
            Set.of(
                "id",
                "playbackId",
                "userId",
                "createdAt",
                "createdByTokenName",
                "status",
                "name",
                "source",
                "projectId",
                "type",
                "size",
                "hash",
                "videoSpec",
                "playbackUrl",
                "downloadUrl"));
  }

  @ParameterizedTest
  @CsvSource({
    "mov mp4, mp4, /video/download.mp4",
    "mov, mov, /video/download.mov",
    "matroska webm, matroska, /video/download.mkv",
    "mpegts, mpegts, /video/download.ts",
    "avi, avi, /video/download.avi",
    "ogg, ogg, /video",
    "hls mpegts, hls, /video",
    "hls mov mp4, hls, /video"
  })
  @DisplayName("LP-89, LP-91 formats and their downloads")
  void formats(String names, String format, String file) {
    var facts = new Facts(List.of(names.split(" ")), Duration.ofSeconds(1), List.of());
    JsonObject asset = house.get(house.ready(NAMED, facts).assetPath()).json();

    assertThat(asset.object("videoSpec").flatMap(spec -> spec.string("format"))).contains(format);
    assertThat(asset.string("downloadUrl").orElseThrow()).endsWith(file);
    assertThat(asset.string("type")).contains("audio");
  }

  @Test
  @DisplayName("LP-88, LP-90 tracks only for details, whatever their value")
  void tracks_onlyForDetails() {
    Ticket ticket = house.ready(NAMED, Samples.FACTS);
    String tracks =
        "\"tracks\":[{\"type\":\"video\",\"codec\":\"h264\",\"startTime\":0,\"duration\":30,"
            + "\"bitrate\":1000000,\"width\":854,\"height\":480,\"pixelFormat\":\"yuv420p\","
            + "\"fps\":29.97},{\"type\":\"audio\",\"codec\":\"aac\",\"startTime\":0.021,"
            + "\"duration\":30.024,\"bitrate\":128000,\"channels\":2,\"sampleRate\":48000}]";

    for (String query : new String[] {"?details=1", "?details=false"}) {
      assertThat(house.get(ticket.assetPath() + query).body()).contains(tracks);
      assertThat(house.get("/api/asset" + query).body()).contains(tracks);
    }
    for (String query : new String[] {"", "?details="}) {
      assertThat(house.get(ticket.assetPath() + query).body()).doesNotContain("tracks");
      assertThat(house.get("/api/asset" + query).body()).doesNotContain("tracks");
    }
  }

  @Test
  @DisplayName("LP-152 no public download of an encrypted upload")
  void encrypted_hasNoPublicDownload() {
    String encrypted =
        "{\"name\":\"a\",\"encryption\":{\"encryptedKey\":\"YQ==\"},\"playbackPolicy\":{\"type\":\"%s\"}}";

    Ticket open = house.ready(encrypted.formatted("public"), Samples.FACTS);
    Ticket gated = house.ready(encrypted.formatted("jwt"), Samples.FACTS);
    assertThat(house.get(open.assetPath()).json().member("downloadUrl")).isEmpty();
    assertThat(house.get(gated.assetPath()).json().member("downloadUrl")).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NOT_MEDIA|invalid video file codec or container, check your input file against the input"
            + " codec and container support matrix",
        "NOTHING_TO_PLAY|invalid video file codec or container, check your input file against the"
            + " input codec and container support matrix",
        "BAD_PLAYLIST|invalid video file codec or container: our sentence",
        "UNREADABLE|failed to probe or open file, check your input file against the input codec and"
            + " container support matrix",
        "NOT_FETCHED|file could not be imported from URL because it was not accessible",
        "OUT_OF_TIME|execution timeout",
        "INTERNAL|internal error processing file",
        "ENCRYPTED|our sentence",
        "INCOMPLETE|our sentence",
        "OVER_LIMIT|our sentence",
        "TOO_LARGE|our sentence"
      })
  @DisplayName("LP-92 reasons, on the asset and on the task")
  void failures(Failure.Kind kind, String text) {
    Ticket ticket = house.ticket("a");
    house.upload(ticket, 5);
    house.move.failed(ticket.asset(), new Failure(kind, "our sentence"));

    assertPhases(ticket, "failed", "failed");
    assertThat(status(ticket).string("errorMessage")).contains(text);
    assertThat(house.get(ticket.taskPath()).object("status").string("errorMessage")).contains(text);
  }

  @Test
  @DisplayName("LP-112, LP-111 a task that is tried again says why")
  void retriedTask_saysWhy() {
    Ticket ticket = house.ticket("a");
    house.upload(ticket, 5);
    house.move.started(ticket.asset());
    house.move.inspected(ticket.asset(), Samples.FACTS);
    house.move.waitsAgain(ticket.asset(), "disk was busy");

    assertPhases(ticket, "processing", "waiting");
    JsonObject status = house.get(ticket.taskPath()).object("status");
    assertThat(status.string("errorMessage")).contains("disk was busy");
    assertThat(status.number("retries").orElseThrow().intValue()).isEqualTo(1);
  }

  @Test
  @DisplayName("LP-94 only the asset's id will do")
  void unknownAsset() {
    Ticket ticket = house.ticket("a");

    for (String id :
        new String[] {
          ticket.playbackId(),
          "00000000-0000-4000-8000-000000000000",
          ticket.asset().toString().toUpperCase(java.util.Locale.ROOT),
          "1-1-1-1-1",
          "x"
        }) {
      Answer answer = house.get("/api/asset/" + id);
      assertThat(answer.status()).as(id).isEqualTo(404);
      assertThat(answer.error()).isEqualTo("Asset not found");
    }
  }

  @Test
  @DisplayName("LP-106 deleting, in any phase")
  void delete() {
    for (Ticket ticket : List.of(house.ticket("a"), house.ready(NAMED, Samples.FACTS))) {
      Answer answer = house.delete(ticket.assetPath());
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.body()).isEmpty();

      assertThat(house.get(ticket.assetPath()).error()).isEqualTo("Asset not found");
      assertThat(house.get(ticket.playbackPath()).status()).isEqualTo(404);
      Answer again = house.delete(ticket.assetPath());
      assertThat(again.status()).isEqualTo(400);
      assertThat(again.error()).isEqualTo("asset is already deleted");
      assertThat(house.work.asked())
          .contains(new slipway.testing.RecordingWork.Asked("erase", ticket.asset()));
    }
    assertThat(house.get("/api/asset").list()).isEmpty();
    assertThat(house.delete("/api/asset/x").error()).isEqualTo("Asset not found");
  }

  @Test
  @DisplayName("LP-108 retrying, by asset and by task")
  void retry() {
    Ticket ticket = house.ticket("a");
    assertThat(house.post(ticket.assetPath() + "/retry", "").status()).isEqualTo(400);
    assertThat(house.post(ticket.assetPath() + "/retry", "").error())
        .isEqualTo("Asset is not failed");
    assertThat(house.post(ticket.taskPath() + "/retry", "").error())
        .isEqualTo("task is not in a retryable state");

    house.upload(ticket, 5);
    for (String path : new String[] {ticket.assetPath(), ticket.taskPath()}) {
      house.move.failed(ticket.asset(), new Failure(Failure.Kind.INTERNAL, "x"));
      assertPhases(ticket, "failed", "failed");
      Answer answer = house.post(path + "/retry", "");

      boolean ofTask = path.equals(ticket.taskPath());
      assertThat(answer.status()).isEqualTo(ofTask ? 200 : 204);
      assertThat(answer.body()).isEqualTo(ofTask ? "{\"id\":\"" + ticket.task() + "\"}" : "");
      assertPhases(ticket, "waiting", "waiting");
    }
    assertThat(house.work.asked()).filteredOn(asked -> asked.what().equals("inspect")).hasSize(3);
  }

  @Test
  @DisplayName("LP-110, LP-113, LP-114, D4 a completed task carries the whole asset")
  void completedTask() {
    Ticket ticket =
        house.ready(
            "{\"name\":\"a\",\"c2pa\":true,\"targetSegmentSizeSecs\":5,\"profiles\":[{\"bitrate\":400}]}",
            Samples.FACTS);
    JsonObject task = house.get(ticket.taskPath()).json();

    assertThat(task.members().keySet())
        .isEqualTo(
            Set.of(
                "id",
                "type",
                "createdAt",
                "scheduledAt",
                "outputAssetId",
                "projectId",
                "userId",
                "params",
                "status",
                "output"));
    assertThat(Json.writeText(task.object("params").orElseThrow()))
        .isEqualTo(
            "{\"upload\":{\"c2pa\":true,\"profiles\":[{\"bitrate\":400}],"
                + "\"targetSegmentSizeSecs\":5,\"thumbnails\":true}}");
    JsonObject spec =
        task.object("output")
            .orElseThrow()
            .object("upload")
            .orElseThrow()
            .object("assetSpec")
            .orElseThrow();
    assertThat(spec).isEqualTo(house.get(ticket.assetPath() + "?details=1").json());

    house.delete(ticket.assetPath());
    assertThat(house.get(ticket.taskPath()).json().member("output")).isEmpty();
  }

  @Test
  @DisplayName("LP-168, MD-87 how far the signing is; what could not be signed is when asked again")
  void signing() {
    JsonObject signed =
        house.get(house.ready("{\"name\":\"a\",\"c2pa\":true}", Samples.FACTS).assetPath()).json();
    assertThat(signed.isTrue("c2pa")).isTrue();
    assertThat(signed.object("c2paStatus").orElseThrow().string("phase")).contains("ready");

    Ticket ticket = house.ticketFor("{\"name\":\"b\",\"c2pa\":true}");
    assertThat(house.get(ticket.assetPath()).json().member("c2paStatus")).isEmpty();
    house.upload(ticket, 1000);
    house.move.started(ticket.asset());
    house.move.inspected(ticket.asset(), Samples.FACTS);
    house.move.viewable(ticket.asset(), List.of());
    house.move.ready(ticket.asset());
    assertPhases(ticket, "processing", "running");
    assertThat(signingOf(ticket).string("phase")).contains("waiting");

    house.signing.ended(ticket.asset(), Signing.State.FAILED, List.of(), "There was no space.");
    assertPhases(ticket, "ready", "completed");
    assertThat(signingOf(ticket).string("phase")).contains("failed");
    assertThat(signingOf(ticket).string("errorMessage")).contains("There was no space.");

    assertThat(house.post(ticket.assetPath() + "/retry", "").status()).isEqualTo(204);
    assertThat(house.work.asked().getLast().what()).isEqualTo("sign");
    assertPhases(ticket, "ready", "completed");
    assertThat(signingOf(ticket).string("phase")).contains("waiting");
    house.signing.ended(
        ticket.asset(), Signing.State.UNSTAMPED, List.of(), "There is no time stamp.");
    assertPhases(ticket, "ready", "completed");
    assertThat(signingOf(ticket).string("phase")).contains("ready");
    assertThat(signingOf(ticket).string("errorMessage")).contains("There is no time stamp.");

    assertThat(house.post(ticket.assetPath() + "/retry", "").status()).isEqualTo(204);
    house.signing.ended(ticket.asset(), Signing.State.SIGNED, List.of(), /* error= */ null);
    assertThat(house.post(ticket.assetPath() + "/retry", "").status()).isEqualTo(400);
  }

  private JsonObject signingOf(Ticket ticket) {
    return house.get(ticket.assetPath()).json().object("c2paStatus").orElseThrow();
  }

  @Test
  @DisplayName("LP-116 unknown task")
  void unknownTask() {
    for (String id : new String[] {"x", "00000000-0000-4000-8000-000000000000"}) {
      Answer answer = house.get("/api/task/" + id);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.error()).isEqualTo("not found");
    }
  }

  @Test
  @DisplayName("LP-117, LP-118, LP-119 playback info, for anybody")
  void playbackInfo() {
    Ticket ticket = house.ready(NAMED, Samples.FACTS);
    Answer answer = house.send(Request.to("GET", ticket.playbackPath()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            """
            {"type":"vod","meta":{"playbackPolicy":null,"source":[{"hrn":"HLS (TS)",\
            "type":"html5/application/vnd.apple.mpegurl",\
            "url":"https://video.example/hls/%s/index.m3u8"},{"hrn":"Thumbnails",\
            "type":"text/vtt",\
            "url":"https://video.example/hls/%s/thumbnails/thumbnails.vtt"}]}}\
            """
                .formatted(ticket.playbackId(), ticket.playbackId()));
  }

  @Test
  @DisplayName("LP-117, LP-124 the policy is told")
  void playbackInfo_tellsThePolicy() {
    Ticket ticket =
        house.ready(
            "{\"name\":\"a\",\"playbackPolicy\":{\"type\":\"jwt\",\"webhookContext\":{\"secret\":1},"
                + "\"allowedOrigins\":[\"https://a.example\"]}}",
            Samples.FACTS);

    assertThat(house.send(Request.to("GET", ticket.playbackPath())).body())
        .contains(
            "\"playbackPolicy\":{\"type\":\"jwt\",\"allowedOrigins\":[\"https://a.example\"]}");
    assertThat(house.get(ticket.assetPath()).body()).contains("\"webhookContext\":{\"secret\":1}");
  }

  @Test
  @DisplayName(
      "LP-121, LP-120, LP-122 not ready is 422 and flips at once, unknown is 404, the asset's id is"
          + " unknown")
  void playbackInfo_tellsNotYetFromNever() {
    Ticket ticket = house.ticket("a");
    assertNotReady(ticket);
    house.upload(ticket, 5);
    assertNotReady(ticket);
    house.move.inspected(ticket.asset(), Samples.FACTS);
    assertNotReady(ticket);
    house.move.viewable(
        ticket.asset(),
        List.of(new Rendition(ticket.asset(), "source", Rendition.Form.SOURCE, "blob", 5)));
    assertThat(house.get(ticket.playbackPath()).status()).isEqualTo(200);
    house.move.failed(ticket.asset(), new Failure(Failure.Kind.INTERNAL, "x"));
    assertNotReady(ticket);

    for (String id : new String[] {"unknown", ticket.asset().toString()}) {
      Answer answer = house.get("/api/playback/" + id);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.error()).isEqualTo("No playback URL found for " + id);
    }
  }

  @Test
  @DisplayName("LP-118, LP-159, LP-119: files by descending bit rate, then HLS, then thumbnails")
  void playbackInfo_listsWhatThereIs() {
    Ticket ticket = house.ready(NAMED, Samples.FACTS);
    house
        .ports
        .renditions()
        .publish(rendition(ticket, "360p0", Rendition.Form.PICTURE, 500_000, 640, 360));
    house
        .ports
        .renditions()
        .publish(rendition(ticket, "720p0", Rendition.Form.PICTURE, 2_000_000, 1280, 720));
    house
        .ports
        .renditions()
        .publish(rendition(ticket, "audio", Rendition.Form.SOUND, 128_000, 0, 0));

    String folder = "https://video.example/hls/" + ticket.playbackId() + "/";
    assertThat(house.get(ticket.playbackPath()).body())
        .contains(
            """
            "source":[{"hrn":"MP4","type":"html5/video/mp4","url":"%1$s720p0.mp4",\
            "size":2000,"width":1280,"height":720,"bitrate":2000000},\
            {"hrn":"MP4","type":"html5/video/mp4","url":"%1$s360p0.mp4",\
            "size":2000,"width":640,"height":360,"bitrate":500000},\
            {"hrn":"HLS (TS)","type":"html5/application/vnd.apple.mpegurl",\
            "url":"%1$sindex.m3u8"},\
            {"hrn":"Thumbnails","type":"text/vtt","url":"%1$sthumbnails/thumbnails.vtt"}]\
            """
                .formatted(folder));
  }

  @Test
  @DisplayName("LP-159: of what came in pieces only the highest file is listed, up to twelve hours")
  void playbackInfo_ofPieces() {
    for (long hours : new long[] {0, 12, 13}) {
      Duration length = Duration.ofSeconds(30).plusHours(hours).minusSeconds(hours == 12 ? 30 : 0);
      Facts facts = new Facts(List.of("mpegts"), length, Samples.FACTS.tracks()).fromPlaylist();
      Ticket ticket = house.ready("{\"name\":\"in pieces\",\"staticMp4\":true}", facts);
      for (String name : List.of("360p0", "720p0")) {
        int height = Integer.parseInt(name.substring(0, 3));
        house
            .ports
            .renditions()
            .publish(
                rendition(
                    ticket, name, Rendition.Form.PICTURE, height * 1000L, height * 2, height));
      }

      String sources = house.get(ticket.playbackPath()).body();
      assertThat(sources.contains("/720p0.mp4")).as(hours + " hours").isEqualTo(hours <= 12);
      assertThat(sources).doesNotContain("/360p0.mp4").contains("/index.m3u8");
    }
  }

  private static Rendition rendition(
      Ticket ticket, String name, Rendition.Form form, long bitrate, int width, int height) {
    return new Rendition(
        ticket.asset(),
        name,
        form,
        "blob",
        1000,
        new Traits(width, height, 25, bitrate, "avc1", Duration.ofSeconds(30)));
  }

  private void assertNotReady(Ticket ticket) {
    Answer answer = house.get(ticket.playbackPath());
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error()).isEqualTo("asset is not ready for playback");
  }

  private void assertPhases(Ticket ticket, String asset, String task) {
    assertThat(status(ticket).string("phase")).contains(asset);
    assertThat(house.get(ticket.taskPath()).object("status").string("phase")).contains(task);
  }

  private JsonObject status(Ticket ticket) {
    return house.get(ticket.assetPath()).object("status");
  }
}
