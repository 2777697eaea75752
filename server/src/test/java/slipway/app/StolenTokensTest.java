package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Clips;

/** What opens one door at every other one, and what of it lies on the disk. */
final class StolenTokensTest {
  private static final String KEY = "a-key-of-the-account-for-tests";
  private static final byte[] FILM = film();

  @TempDir Path data;

  /** Where something may be shown, and what a request with it looks like. */
  private record Door(String name, Function<String, HttpRequest.Builder> knock) {}

  @Test
  @DisplayName("REL-81: a token of any kind opens its own place, and none of the other kinds'")
  void tokensElsewhere() throws IOException, GeneralSecurityException {
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY)) {
      JsonObject given = requestUpload(house, KEY);
      String playbackId = RunningHouse.text(given, "asset", "playbackId");
      String asset = RunningHouse.text(given, "asset", "id");
      byte[] film = Files.readAllBytes(Clips.clip("sample.mp4"));
      assertThat(put(house, given, film)).isEqualTo(200);
      house.awaitPhase(asset, "Ready");
      JsonObject other = requestUpload(house, KEY);
      String location = begun(house, other);

      Map<String, String> tokens = new LinkedHashMap<>();
      tokens.put("api", KEY);
      tokens.put("admin", RunningHouse.ADMIN_KEY);
      tokens.put("ticket", ticket(requestUpload(house, KEY)));
      tokens.put("upload", location.substring(location.lastIndexOf('/') + 1));
      tokens.put("playback", ViewerToken.of(house, KEY, playbackId));

      List<Door> doors =
          List.of(
              new Door("api", token -> bearer(house.to("/api/asset"), token).GET()),
              new Door("admin", token -> bearer(house.to("/admin/videos"), token).GET()),
              new Door(
                  "ticket",
                  token ->
                      house
                          .to("/api/asset/upload/direct?token=" + token)
                          .PUT(BodyPublishers.ofByteArray(FILM))),
              new Door(
                  "upload",
                  token ->
                      house
                          .to("/api/asset/upload/tus/" + token)
                          .header("Tus-Resumable", "1.0.0")
                          .method("HEAD", BodyPublishers.noBody())),
              new Door(
                  "playback",
                  token -> house.to("/hls/" + playbackId + "/source/0.m4s?jwt=" + token).GET()),
              new Door(
                  "access key",
                  token ->
                      house.to("/hls/" + playbackId + "/source/0.m4s?accessKey=" + token).GET()));
      List<String> opened = new ArrayList<>();
      tokens.forEach((kind, token) -> {
        for (Door door : doors) {
          if (!door.name().equals(kind)) {
            int status = house.send(door.knock().apply(token.replace("$", "%24"))).status();
            if (status < 400) {
              opened.add(kind + " at " + door.name() + ": " + status);
            }
          }
        }
      });
      assertThat(opened).isEmpty();
      // After all that each still opens its own; the ticket last, since that uses it up.
      for (Door door : doors) {
        String token = tokens.get(door.name());
        if (token != null && !door.name().equals("ticket")) {
          assertThat(house.send(door.knock().apply(token)).status()).as(door.name()).isEqualTo(200);
        }
      }
      assertThat(
              house
                  .send(
                      house
                          .to("/api/asset/upload/direct?token=" + tokens.get("ticket"))
                          .PUT(BodyPublishers.ofByteArray(film)))
                  .status())
          .as("ticket")
          .isEqualTo(200);
    }
  }

  @Test
  @DisplayName("REL-82: an upload's secrets are good for their own video and for one file only")
  void uploadTokens() throws IOException {
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY)) {
      byte[] film = Files.readAllBytes(Clips.clip("sample.mp4"));
      JsonObject given = requestUpload(house, KEY);
      assertThat(put(house, given, film)).isEqualTo(200);
      assertThat(put(house, given, film)).as("used twice").isBetween(400, 499);

      String stranger = stranger(house);
      JsonObject theirs = requestUpload(house, stranger);
      String id = RunningHouse.text(theirs, "asset", "id");
      for (String path :
          List.of("/api/asset/" + id, "/api/task/" + RunningHouse.text(theirs, "task", "id"))) {
        assertThat(house.send(bearer(house.to(path), KEY).GET()).status())
            .as("of another tenant")
            .isIn(403, 404);
      }
      // What the client says of itself with the bytes widens nothing and changes nothing.
      String location =
          house
              .send(
                  house
                      .to(theirs.string("tusEndpoint").orElseThrow())
                      .header("Tus-Resumable", "1.0.0")
                      .header("Upload-Length", Integer.toString(film.length))
                      .header(
                          "Upload-Metadata",
                          "name eA==,playbackPolicy eA==,maxDurationSeconds OTk5,id eA==")
                      .POST(BodyPublishers.noBody()))
              .header("Location");
      assertThat(location).isNotEmpty();
      JsonObject after = house.send(bearer(house.to("/api/asset/" + id), stranger).GET()).json();
      assertThat(after.string("name")).contains("film");
      assertThat(after.object("playbackPolicy").orElseThrow().string("type")).contains("jwt");
    }
  }

  @Test
  @DisplayName("REL-86: keys and tickets are nowhere on the disk but as hashes, and are told once")
  void secretsAtRest() throws IOException {
    List<String> secrets = new ArrayList<>(List.of(KEY, RunningHouse.ADMIN_KEY));
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY)) {
      secrets.add(stranger(house));
      JsonObject given = requestUpload(house, KEY);
      secrets.add(ticket(given));
      assertThat(house.admin("GET", "/admin/accounts", "").body()).doesNotContain(secrets);
      assertThat(house.send(bearer(house.to("/api/asset"), KEY).GET()).body())
          .doesNotContain(secrets);
      secrets.forEach(secret -> assertThat(find(secret)).as("while it runs").isEmpty());
    }
    secrets.forEach(secret -> assertThat(find(secret)).as("afterwards").isEmpty());
  }

  private List<Path> find(String secret) {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(Files::isRegularFile).filter(file -> holds(file, secret)).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean holds(Path file, String secret) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(secret);
    } catch (java.nio.file.NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String stranger(RunningHouse house) {
    return house
        .admin("POST", "/admin/accounts", "{\"name\":\"stranger\"}")
        .json()
        .string("apiKey")
        .orElseThrow();
  }

  private static HttpRequest.Builder bearer(HttpRequest.Builder request, String key) {
    return request.header("Authorization", "Bearer " + key);
  }

  private static JsonObject requestUpload(RunningHouse house, String key) {
    RunningHouse.Answer answer =
        house.send(
            bearer(house.to("/api/asset/request-upload"), key)
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"name\":\"film\",\"playbackPolicy\":{\"type\":\"jwt\"}}")));
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  private static String ticket(JsonObject given) {
    return given.string("url").orElseThrow().replaceFirst(".*token=", "");
  }

  private static int put(RunningHouse house, JsonObject given, byte[] bytes) {
    String url = given.string("url").orElseThrow();
    return house.send(house.to(url).PUT(BodyPublishers.ofByteArray(bytes))).status();
  }

  /** A tus upload that has its address and no byte yet. */
  private static String begun(RunningHouse house, JsonObject given) {
    return house
        .send(
            house
                .to(given.string("tusEndpoint").orElseThrow())
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", "100000")
                .POST(BodyPublishers.noBody()))
        .header("Location");
  }

  private static byte[] film() {
    byte[] bytes = new byte[5000];
    System.arraycopy(
        "\0\0\0\u0018ftypisom\0\0\u0002\0isommp42".getBytes(StandardCharsets.ISO_8859_1),
        0,
        bytes,
        0,
        24);
    return bytes;
  }
}
