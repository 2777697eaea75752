package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testing.Clips;

/** Who may come how often, and how they come, in the whole house. */
final class VisitorsTest {
  private static final String KEY = "a-key-for-visitors";

  @TempDir Path data;

  private static RunningHouse.Answer list(RunningHouse house) {
    return house.send(house.to("/api/asset").header("Authorization", "Bearer " + KEY).GET());
  }

  private static RunningHouse.Answer create(RunningHouse house) {
    return house.send(
        house
            .to("/files/")
            .header("Authorization", "Bearer " + KEY)
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Length", "6")
            .POST(BodyPublishers.noBody()));
  }

  @Test
  @DisplayName("REL-93: too many are told to wait; an upload under way and the health are not")
  void limited() throws IOException {
    try (RunningHouse house =
        RunningHouse.on(data, "--api.key=" + KEY, "--limit.requests-per-key=2")) {
      RunningHouse.Answer created = create(house);
      assertThat(created.status()).isEqualTo(201);
      assertThat(list(house).status()).isEqualTo(200);

      RunningHouse.Answer refused = list(house);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(Integer.parseInt(refused.header("retry-after"))).isBetween(1, 30);
      assertThat(refused.body()).contains("\"errors\"");
      RunningHouse.Answer notCreated = create(house);
      assertThat(notCreated.status()).isEqualTo(429);
      assertThat(notCreated.header("retry-after")).isNotEmpty();
      assertThat(notCreated.header("tus-resumable")).isEqualTo("1.0.0");

      for (int offset = 0; offset < 5; offset++) {
        RunningHouse.Answer patched =
            house.send(
                house
                    .to(created.header("location"))
                    .header("Authorization", "Bearer " + KEY)
                    .header("Tus-Resumable", "1.0.0")
                    .header("Upload-Offset", Integer.toString(offset))
                    .header("Content-Type", "application/offset+octet-stream")
                    .method("PATCH", BodyPublishers.ofString("x")));
        assertThat(patched.status()).isEqualTo(204);
      }
      for (int i = 0; i < 5; i++) {
        assertThat(house.get("/health/live").status()).isEqualTo(200);
      }
    }
  }

  @Test
  @DisplayName("TUS-150: with CORS left to a proxy, no field of ours is there")
  void corsElsewhere() throws IOException {
    try (RunningHouse house = RunningHouse.on(data, "--cors=false")) {
      RunningHouse.Answer answer =
          house.send(
              house
                  .to("/files/unknown")
                  .header("Origin", "https://a.example")
                  .header("Tus-Resumable", "1.0.0")
                  .method("DELETE", BodyPublishers.noBody()));
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.raw().headers().map().keySet())
          .noneMatch(name -> name.startsWith("access-control"));
    }
  }

  @Test
  @DisplayName("TUS-191: addresses as paths, when the operator wants it so")
  void relative() throws IOException {
    try (RunningHouse house =
        RunningHouse.on(data, "--api.key=" + KEY, "--http.relative-location=true")) {
      assertThat(create(house).header("location")).startsWith("/files/");
    }
  }

  @Test
  @DisplayName("self-signed TLS: the addresses handed out and the start report say https")
  void tls() throws IOException {
    try (RunningHouse house = RunningHouse.on(data, "--tls=self-signed")) {
      assertThat(house.report())
          .contains("https://127.0.0.1:", "self-signed; clients have to trust ")
          .doesNotContain("http://");
      assertThat(data.resolve("tls/cert.pem")).exists();
    }
  }

  @Test
  @DisplayName("TUS-254: Livepeer's raw upload address is resumable for who knows how")
  void upgraded() throws Exception {
    byte[] clip = Files.readAllBytes(Clips.clip("sample.mp4"));
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY)) {
      RunningHouse.Answer requested =
          house.send(
              house
                  .to("/api/asset/request-upload")
                  .header("Authorization", "Bearer " + KEY)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"name\":\"a\"}")));
      String url = requested.json().string("url").orElseThrow();
      RunningHouse.Answer first =
          house.send(
              house
                  .to(url)
                  .header("Upload-Draft-Interop-Version", "6")
                  .header("Upload-Complete", "?0")
                  .method("PUT", BodyPublishers.ofByteArray(clip, 0, 1000)));
      assertThat(first.status()).isEqualTo(201);
      assertThat(first.header("upload-offset")).isEqualTo("1000");
      assertThat(first.header("location")).contains("/files/");
      RunningHouse.Answer rest =
          house.send(
              house
                  .to(first.header("location"))
                  .header("Upload-Draft-Interop-Version", "6")
                  .header("Upload-Complete", "?1")
                  .header("Upload-Offset", "1000")
                  .header("Content-Type", "application/partial-upload")
                  .method("PATCH", BodyPublishers.ofByteArray(clip, 1000, clip.length - 1000)));
      assertThat(rest.status()).isEqualTo(204);
      assertThat(rest.header("upload-complete")).isEqualTo("?1");
      RunningHouse.Answer again =
          house.send(
              house
                  .to(url)
                  .header("Upload-Complete", "?1")
                  .method("PUT", BodyPublishers.ofByteArray(clip)));
      assertThat(again.status()).as("LP-52, in the dialect's words").isEqualTo(422);
      assertThat(again.body()).contains("already been uploaded");
    }
  }

  @Test
  @DisplayName("TUS-257: what raw addresses answer before the dialect begins says its version, too")
  void versionOfRefusals() throws Exception {
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY)) {
      Map<String, Integer> refused = new LinkedHashMap<>();
      refused.put("PUT /files/direct", 401);
      refused.put("GET /files/direct", 405);
      refused.put("PUT /files/direct/below", 404);
      refused.put("PUT /api/asset/upload/direct?token=forged", 403);
      refused.put("GET /api/asset/upload/direct", 404);
      for (var entry : refused.entrySet()) {
        String[] line = entry.getKey().split(" ", 2);
        RunningHouse.Answer answer =
            house.send(
                house
                    .to(line[1])
                    .header("Upload-Draft-Interop-Version", "6")
                    .header("Upload-Complete", "?1")
                    .method(line[0], BodyPublishers.noBody()));
        assertThat(answer.status()).as(entry.getKey()).isEqualTo(entry.getValue());
        assertThat(answer.header("upload-draft-interop-version")).as(entry.getKey()).isEqualTo("6");
      }
    }
  }

  @Test
  @DisplayName("TUS-254: our own raw address takes the beginning of a file for what it is")
  void upgradedAtHome() throws Exception {
    byte[] clip = Files.readAllBytes(Clips.clip("sample.mp4"));
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY)) {
      for (String method : List.of("PUT", "POST")) {
        RunningHouse.Answer first =
            house.send(
                house
                    .to("/files/direct")
                    .header("Authorization", "Bearer " + KEY)
                    .header("Upload-Draft-Interop-Version", "6")
                    .header("Upload-Complete", "?0")
                    .method(method, BodyPublishers.ofByteArray(clip, 0, 1000)));
        assertThat(first.status()).as(method).isEqualTo(201);
        assertThat(first.header("upload-complete")).isEqualTo("?0");
        assertThat(first.header("upload-offset")).isEqualTo("1000");
        assertThat(first.header("location")).contains("/files/");
        RunningHouse.Answer whole =
            house.send(
                house
                    .to("/files/direct?name=Holiday")
                    .header("Authorization", "Bearer " + KEY)
                    .header("Upload-Draft-Interop-Version", "6")
                    .header("Upload-Complete", "?1")
                    .method(method, BodyPublishers.ofByteArray(clip)));
        assertThat(whole.status()).isEqualTo(201);
        assertThat(whole.header("upload-complete")).isEqualTo("?1");
        assertThat(whole.body()).contains("\"size\":" + clip.length);
        RunningHouse.Answer video =
            house.send(
                house.to("/api/asset?limit=1").header("Authorization", "Bearer " + KEY).GET());
        assertThat(video.body()).contains("\"name\":\"Holiday\"");
        RunningHouse.Answer plain =
            house.send(
                house
                    .to("/files/direct")
                    .header("Authorization", "Bearer " + KEY)
                    .method(method, BodyPublishers.ofByteArray(clip)));
        assertThat(plain.status()).isEqualTo(201);
        assertThat(plain.body()).contains("\"size\":" + clip.length);
      }
    }
  }

  @Test
  @DisplayName(
      "TUS-68, TUS-254: whose answer got lost is told it again, also once the ticket is used up")
  void repeatedAtHome() throws Exception {
    byte[] clip = Files.readAllBytes(Clips.clip("sample.mp4"));
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY)) {
      RunningHouse.Answer requested =
          house.send(
              house
                  .to("/api/asset/request-upload")
                  .header("Authorization", "Bearer " + KEY)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"name\":\"a\"}")));
      String url = requested.json().string("url").orElseThrow();
      String direct = "/files/direct?ticket=" + url.substring(url.indexOf("token=") + 6);
      List<String> locations = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        RunningHouse.Answer answer =
            house.send(
                house
                    .to(direct)
                    .header("Upload-Draft-Interop-Version", "6")
                    .header("Upload-Complete", "?1")
                    .header("Idempotency-Key", "once")
                    .method("PUT", BodyPublishers.ofByteArray(clip)));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).contains("\"size\":" + clip.length);
        locations.add(answer.header("location"));
      }
      assertThat(locations.getFirst()).contains("/files/").isEqualTo(locations.getLast());
      RunningHouse.Answer another =
          house.send(
              house
                  .to(direct)
                  .header("Upload-Draft-Interop-Version", "6")
                  .header("Upload-Complete", "?1")
                  .header("Idempotency-Key", "twice")
                  .method("PUT", BodyPublishers.ofByteArray(clip)));
      assertThat(another.status()).isEqualTo(422);
      assertThat(another.body()).contains("already been uploaded");
    }
  }
}
