package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pages of other origins may do (REL-87). */
final class CrossOriginTest {
  private static final String KEY = "a-key-of-the-account-for-tests";
  private static final String PAGE = "https://page.example";

  /** Paths of every kind of area; a new dialect adds its own. */
  private static final List<String> EVERYWHERE =
      List.of(
          "/api/asset",
          "/api/asset/upload/direct?token=x",
          "/api/asset/upload/tus?token=x",
          "/api/playback/abcdefgh12345678",
          "/hls/abcdefgh12345678/index.m3u8",
          "/files/",
          "/files/direct",
          "/client/v4/accounts/x/stream",
          "/streaming/videos",
          "/videos/1_abc/master.m3u8",
          "/cf/x",
          "/cf/x/y",
          "/0123456789abcdef0123456789abcdef/manifest/video.m3u8",
          "/upload/",
          "/admin/videos",
          "/metrics",
          "/");

  @TempDir Path data;

  /** Every route there is, with something in place of its parameters, and what is none. */
  private static List<String> everywhere(RunningHouse house) {
    Stream<String> offered =
        house.offered().stream()
            .map(route -> route.replaceFirst("^[A-Z]+ ", "").replaceAll("\\{[^}]*}", "x"));
    List<String> paths = Stream.concat(EVERYWHERE.stream(), offered).distinct().toList();
    assertThat(paths).hasSizeGreaterThan(60);
    return paths;
  }

  @Test
  @DisplayName("TUS-150: with CORS left to a proxy no answer of any route has a field of it")
  void elsewhere() throws IOException {
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY, "--cors=false")) {
      for (String path : everywhere(house)) {
        for (String method : List.of("GET", "POST", "PATCH", "OPTIONS", "HEAD")) {
          hasNone(house, method, path);
          hasNone(house, method, path, "Origin", PAGE);
          hasNone(house, method, path, "Authorization", "Bearer " + KEY);
        }
        hasNone(
            house,
            "OPTIONS",
            path,
            "Origin",
            PAGE,
            "Access-Control-Request-Method",
            "PATCH",
            "Access-Control-Request-Private-Network",
            "true");
      }
    }
  }

  private static void hasNone(RunningHouse house, String method, String path, String... fields) {
    HttpRequest.Builder request = house.to(path).method(method, BodyPublishers.noBody());
    for (int i = 0; i < fields.length; i += 2) {
      request.header(fields[i], fields[i + 1]);
    }
    assertThat(house.send(request).raw().headers().map().keySet())
        .as("%s %s with %s", method, path, List.of(fields))
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
  }

  @Test
  @DisplayName("REL-87: nowhere is a wildcard given together with credentials")
  void noCredentialedWildcard() throws IOException {
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY)) {
      List<String> paths = everywhere(house);
      for (String path : paths) {
        for (String method : List.of("GET", "POST", "PATCH", "OPTIONS", "HEAD")) {
          RunningHouse.Answer answer =
              house.send(
                  house
                      .to(path)
                      .header("Origin", PAGE)
                      .header("Access-Control-Request-Method", "PATCH")
                      .method(method, BodyPublishers.noBody()));
          boolean wildcard = answer.header("Access-Control-Allow-Origin").equals("*");
          boolean credentials = answer.header("Access-Control-Allow-Credentials").equals("true");
          assertThat(wildcard && credentials).as("%s %s", method, path).isFalse();
          assertThat(answer.header("Set-Cookie")).as("no cookie, no forged request").isEmpty();
        }
      }
    }
  }

  @Test
  @DisplayName("REL-87: upload addresses answer preflights and let pages read what tus needs")
  void uploads() throws IOException {
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY)) {
      for (String path : List.of("/api/asset/upload/tus?token=x", "/files/")) {
        RunningHouse.Answer preflight =
            house.send(
                house
                    .to(path)
                    .header("Origin", PAGE)
                    .header("Access-Control-Request-Method", "PATCH")
                    .header("Access-Control-Request-Headers", "upload-offset,tus-resumable")
                    .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(preflight.status()).as(path).isBetween(200, 204);
        assertThat(preflight.header("Access-Control-Allow-Methods")).as(path).contains("PATCH");
        assertThat(preflight.header("Access-Control-Allow-Headers").toLowerCase(Locale.ROOT))
            .as(path)
            .contains("upload-offset");
        RunningHouse.Answer refused =
            house.send(
                house
                    .to(path)
                    .header("Origin", PAGE)
                    .header("Tus-Resumable", "1.0.0")
                    .POST(BodyPublishers.noBody()));
        assertThat(refused.header("Access-Control-Expose-Headers"))
            .as(path)
            .contains("Location", "Upload-Offset");
      }
    }
  }

  @Test
  @DisplayName("REL-87: keys for pages count at exactly the origins that they list")
  void exactOrigins() throws IOException {
    try (RunningHouse house = RunningHouse.on(data, "--api.key=" + KEY)) {
      for (String origin :
          List.of(
              PAGE,
              PAGE + ".evil.example",
              "https://evilpage.example",
              "http://page.example",
              PAGE + ":8443",
              "null")) {
        RunningHouse.Answer answer =
            house.send(
                house
                    .to("/api/asset")
                    .header("Authorization", "Bearer " + KEY)
                    .header("Origin", origin)
                    .GET());
        assertThat(answer.status()).as("a server's key from " + origin).isEqualTo(403);
        assertThat(answer.header("Access-Control-Allow-Origin")).as(origin).isEmpty();
      }
      String forPages =
          house
              .admin(
                  "POST",
                  "/admin/accounts/1/keys",
                  "{\"name\":\"page\",\"corsOrigins\":[\"%s\"],\"corsFullAccess\":true}"
                      .formatted(PAGE))
              .json()
              .string("apiKey")
              .orElseThrow();
      for (String origin :
          List.of(
              PAGE,
              PAGE + "/",
              PAGE + ".evil.example",
              PAGE + "@evil.example",
              "https://evilpage.example",
              "https://PAGE.example.evil.example",
              "http://page.example",
              PAGE + ":8443",
              "null")) {
        RunningHouse.Answer answer =
            house.send(
                house
                    .to("/api/asset")
                    .header("Authorization", "Bearer " + forPages)
                    .header("Origin", origin)
                    .GET());
        boolean listed = origin.equals(PAGE);
        assertThat(answer.status()).as("a page's key from " + origin).isEqualTo(listed ? 200 : 403);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(listed ? PAGE : "");
      }
    }
  }

  @Test
  @DisplayName("REL-87: the dashboard's own routes know no cookie; without the key they are closed")
  void dashboard() throws IOException {
    try (RunningHouse house = RunningHouse.on(data)) {
      RunningHouse.Answer forged =
          house.send(
              house
                  .to("/admin/accounts")
                  .header("Origin", PAGE)
                  .header("Cookie", "session=" + RunningHouse.ADMIN_KEY)
                  .header("Content-Type", "text/plain")
                  .POST(BodyPublishers.ofString("{\"name\":\"forged\"}")));
      assertThat(forged.status()).isEqualTo(401);
      assertThat(forged.header("Access-Control-Allow-Origin")).isEmpty();
      assertThat(house.admin("GET", "/admin/accounts", "").body()).doesNotContain("forged");
    }
  }
}
