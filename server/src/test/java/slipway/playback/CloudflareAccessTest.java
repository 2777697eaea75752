package slipway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static slipway.playback.Paywall.NOW;
import static slipway.playback.Paywall.text;
import static slipway.playback.Paywall.uid;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.download.Download;
import slipway.core.policy.Policy;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.Rs256;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** Who gets something at Cloudflare's addresses, with tokens signed by code that is not ours. */
final class CloudflareAccessTest {
  /** One address of each kind. */
  private static final List<String> ADDRESSES =
      List.of(
          "/manifest/video.m3u8",
          "/manifest/video.mpd",
          "/manifest/source/index.m3u8",
          "/manifest/source/iframes.m3u8",
          "/manifest/source/init.mp4",
          "/manifest/source/0.m4s",
          "/thumbnails/thumbnail.jpg",
          "/thumbnails/thumbnail.gif",
          "/downloads/default.mp4",
          "/downloads/audio.m4a",
          "/iframe",
          "/watch",
          "/metadata/playerEnhancementInfo.json");

  @TempDir Path folder;
  private Paywall paywall;
  private Screen screen;

  @BeforeEach
  void open() throws IOException {
    paywall = new Paywall(folder);
    screen = paywall.screen;
  }

  private Video closedWithDownloads(long serial) throws IOException {
    Video video = paywall.closed(serial);
    for (Download.Kind kind : Download.Kind.values()) {
      screen.downloads.add(new Download(video.id(), kind, SettableClock.START));
    }
    return video;
  }

  @Test
  @DisplayName("CF-108, REL-88 of a private video nothing leaves for the bare uid")
  void bareUid() throws IOException {
    Video video = closedWithDownloads(1);
    for (String address : ADDRESSES) {
      for (String method : List.of("GET", "HEAD")) {
        Response answer = screen.send(Request.to(method, "/" + uid(video) + address));
        assertThat(answer.status()).as(address).isEqualTo(401);
        assertThat(answer.headers().first("Cache-Control")).contains("private, no-store");
        assertThat(text(answer)).isEqualTo("a valid token is needed\n");
      }
    }
    assertThat(screen.pencil.drawn()).isEmpty();
  }

  @Test
  @DisplayName("CF-107, CF-106, REL-84 a token stands where the uid stands, in all that follows")
  void inPlaceOfTheUid() throws IOException {
    Video video = closedWithDownloads(1);
    String token = paywall.token(video, ",\"downloadable\":true");
    assertThat(token).hasSizeGreaterThan(400);
    for (String address : ADDRESSES) {
      Response answer = screen.send(Request.to("GET", "/" + token + address));
      assertThat(answer.status()).as(address).isEqualTo(200);
      assertThat(answer.headers().first("Cache-Control").orElse("")).startsWith("private");
      Screen.body(answer);
    }
    List<String> files = CloudflareAreaTest.everything(screen, "/" + token + "/manifest");
    assertThat(files)
        .hasSizeGreaterThanOrEqualTo(6)
        .allSatisfy(file -> assertThat(file).startsWith("/" + token + "/manifest/"));
    for (String file : files) {
      assertThat(paywall.status(file)).as(file).isEqualTo(200);
      assertThat(paywall.status(file.replace(token, uid(video)))).as(file).isEqualTo(401);
    }
  }

  @Test
  @DisplayName("CF-107 a token with five rules in an address of 2 KB opens")
  void longToken() throws IOException {
    String networks = "\"2400:cb00::/32\",".repeat(8) + "\"0.0.0.0/0\"";
    String rule = "{\"type\":\"ip.src\",\"action\":\"allow\",\"ip\":[" + networks + "]}";
    String rules = ",\"accessRules\":[" + String.join(",", List.of(rule, rule, rule, rule, rule));
    String token = paywall.token(paywall.closed(1), rules + "]");
    assertThat(token).hasSizeBetween(1500, 3000);
    assertThat(paywall.status("/" + token + "/manifest/video.m3u8")).isEqualTo(200);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("CF-105 times as numbers and as texts; CF-108 out of time is 401")
  @CsvSource({
    "'\"exp\":%+3600', 200",
    "'\"exp\":\"%+3600\"', 200",
    "'\"exp\":%+3600,\"nbf\":%-3600', 200",
    "'\"exp\":\"%+3600\",\"nbf\":\"%-3600\"', 200",
    "'\"exp\":%-3600', 401",
    "'\"exp\":\"%-3600\"', 401",
    "'\"exp\":%+3600,\"nbf\":%+3000', 401",
    "'\"exp\":%+3600,\"nbf\":\"%+3000\"', 401",
    "'\"exp\":\"soon\"', 401",
    "'\"nbf\":%-3600', 401",
  })
  void times(String claims, int status) throws IOException {
    String written =
        java.util.regex.Pattern.compile("%([+-]\\d+)")
            .matcher(claims)
            .replaceAll(match -> Long.toString(NOW + Long.parseLong(match.group(1))));
    String token = paywall.token("\"sub\":\"" + uid(paywall.closed(1)) + "\"," + written);
    assertThat(paywall.status("/" + token + "/manifest/video.m3u8")).isEqualTo(status);
    assertThat(paywall.status("/" + token + "/manifest/source/0.m4s")).isEqualTo(status);
  }

  @Test
  @DisplayName("CF-108, CF-106 bad signatures, other videos, other accounts, other algorithms: 401")
  void badTokens() throws IOException {
    Video video = paywall.closed(1);
    String good = paywall.token(video, "");
    PrivateKey foreign = paywall.foreignKey();
    String claims = "\"sub\":\"" + uid(video) + "\",\"exp\":" + (NOW + 60);
    String[] parts = good.split("\\.", -1);
    byte[] publicDer = paywall.publicKey().getEncoded();
    String publicText = Base64.getEncoder().encodeToString(publicDer);
    String publicPem = "-----BEGIN PUBLIC KEY-----\n" + publicText + "\n-----END PUBLIC KEY-----\n";
    for (String bad :
        List.of(
            parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length()),
            parts[0] + "." + parts[1] + ".",
            Rs256.part("{\"alg\":\"none\",\"kid\":\"key\"}") + "." + parts[1] + ".",
            Rs256.hmac(publicDer, claims),
            Rs256.hmac(publicText.getBytes(UTF_8), claims),
            Rs256.hmac(publicPem.getBytes(UTF_8), claims),
            paywall.token(claims + ",\"kid\":\"foreign\""),
            paywall.token("\"sub\":\"" + "0".repeat(32) + "\",\"exp\":" + (NOW + 60)),
            paywall.token("\"exp\":" + (NOW + 60)),
            Rs256.token(foreign, "foreign", claims),
            Rs256.token(foreign, "key", claims),
            "eyJh.eyJz.sig")) {
      for (String address : List.of("/manifest/video.m3u8", "/manifest/source/0.m4s", "/watch")) {
        assertThat(paywall.status("/" + bad + address)).as(bad + address).isEqualTo(401);
      }
    }
    Video other = paywall.closed(2);
    assertThat(paywall.status("/" + paywall.token(other, "") + "/manifest/video.m3u8"))
        .as("its own video")
        .isEqualTo(200);
  }

  @Test
  @DisplayName("CF-102, REL-85 a revoked key opens nothing with the next request")
  void revoked() throws IOException {
    String segment = "/" + paywall.token(paywall.closed(1), "") + "/manifest/source/0.m4s";
    assertThat(paywall.status(segment)).isEqualTo(200);
    paywall.keep.delete(1, "cloudflare", "key");
    assertThat(paywall.status(segment)).isEqualTo(401);
  }

  @Test
  @DisplayName("CF-107 each segment is checked again: a token ends while the video runs")
  void endsWhileItRuns() throws IOException {
    String base = "/" + paywall.token(paywall.closed(1), "") + "/manifest/source/";
    assertThat(paywall.status(base + "0.m4s")).isEqualTo(200);
    paywall.clock.advance(Duration.ofHours(2));
    assertThat(paywall.status(base + "0.m4s")).isEqualTo(401);
  }

  @Test
  @DisplayName("CF-88 a policy that changed counts with the next segment")
  void policyChanges() throws IOException {
    Video video = paywall.video(1, Policy.Kind.PUBLIC);
    String segment = "/" + uid(video) + "/manifest/source/0.m4s";
    assertThat(paywall.status(segment)).isEqualTo(200);
    Video closed = paywall.closed(2);
    screen.ports.videos().update(with(video, closed.wishes()));
    assertThat(paywall.status(segment)).isEqualTo(401);
  }

  private static Video with(Video video, Wishes wishes) {
    Video fresh = Samples.video(1, video.serial(), "video", wishes, new Source.Direct());
    return fresh
        .bytesArrived(java.util.Objects.requireNonNull(video.content()), SettableClock.START)
        .inspected(Samples.FACTS, SettableClock.START)
        .ready(SettableClock.START);
  }

  @Test
  @DisplayName("CF-109 a token works for a video that needs none, if it is a good one (CF-108)")
  void publicWithToken() throws IOException {
    Video video = paywall.video(1, Policy.Kind.PUBLIC);
    screen.downloads.add(new Download(video.id(), Download.Kind.WHOLE, SettableClock.START));
    String good = paywall.token(video, "");
    String blocked = ",\"accessRules\":[{\"type\":\"any\",\"action\":\"block\"}]";

    for (String address : List.of("/manifest/video.m3u8", "/downloads/default.mp4", "/watch")) {
      assertThat(paywall.status("/" + good + address)).as(address).isEqualTo(200);
      assertThat(paywall.status("/" + forged(good) + address)).as(address).isEqualTo(401);
      assertThat(paywall.status("/" + late(video) + address)).as(address).isEqualTo(401);
      assertThat(paywall.status("/" + paywall.token(video, blocked) + address)).isEqualTo(403);
      assertThat(paywall.status("/" + uid(video) + address)).as(address).isEqualTo(200);
    }
  }

  /** The same words under another signature. */
  private static String forged(String token) {
    int signature = token.lastIndexOf('.') + 1;
    return token.substring(0, signature) + "A".repeat(token.length() - signature);
  }

  private String late(Video video) {
    return paywall.token("\"sub\":\"" + uid(video) + "\",\"exp\":" + (NOW - 3600));
  }

  @Test
  @DisplayName("CF-110 taking a private video away needs a token that says so")
  void downloadable() throws IOException {
    Video video = closedWithDownloads(1);
    for (String file : List.of("/downloads/default.mp4", "/downloads/audio.m4a")) {
      assertThat(paywall.status("/" + paywall.token(video, "") + file)).isEqualTo(403);
      assertThat(paywall.status("/" + paywall.token(video, ",\"downloadable\":false") + file))
          .isEqualTo(403);
      assertThat(paywall.status("/" + paywall.token(video, ",\"downloadable\":true") + file))
          .isEqualTo(200);
    }
    String watched = "/" + paywall.token(video, "") + "/manifest/";
    assertThat(paywall.status(watched + "source.mp4")).as("no second way").isEqualTo(404);
    assertThat(
            paywall.status(
                "/hls/" + video.playbackId() + "/source.mp4?jwt=" + paywall.token(video, "")))
        .isEqualTo(401);
  }

  @Test
  @DisplayName("Rule 7 another dialect's spelling is no way around, in either direction")
  void otherSpellings() throws IOException {
    Video video = paywall.closed(1);
    String token = paywall.token(video, "");
    assertThat(paywall.status("/hls/" + video.playbackId() + "/source/0.m4s")).isEqualTo(401);
    assertThat(paywall.status("/hls/" + video.playbackId() + "/source/0.m4s?jwt=" + token))
        .isEqualTo(200);
    assertThat(paywall.status("/" + uid(video) + "/manifest/source/0.m4s?jwt=" + token))
        .as("here a token stands in the path or nowhere")
        .isEqualTo(401);
    for (String path :
        List.of(
            "/" + uid(video) + "//manifest/source/0.m4s",
            "//" + uid(video) + "/manifest/./source/0.m4s",
            "/" + uid(video) + "/manifest/%73ource/0.m4s",
            "/%30" + uid(video).substring(1) + "/manifest/source/0.m4s",
            "/" + uid(video) + "/x/../manifest/source/0.m4s")) {
      assertThat(paywall.status(path)).as(path).isIn(401, 404);
    }
  }

  private static final String GEO =
      "[{\"type\":\"ip.geoip.country\",\"action\":\"block\",\"country\":[\"US\",\"DE\",\"MX\"]}]";
  private static final String LAYERS =
      "[{\"type\":\"ip.geoip.country\",\"action\":\"allow\",\"country\":[\"US\",\"MX\"]},"
          + "{\"type\":\"ip.src\",\"action\":\"allow\",\"ip\":[\"93.184.216.0/24\",\"2400:cb00::/32\"]},"
          + "{\"type\":\"any\",\"action\":\"block\"}]";
  private static final String BOTH =
      "[{\"type\":\"any\",\"action\":\"allow\"},{\"type\":\"any\",\"action\":\"block\"}]";

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @DisplayName("CF-111, CF-112 the matrix of rules, on playlists and on segments")
  @CsvSource({
    "GEO, 198.51.100.1, US, 403",
    "GEO, 198.51.100.1, FR, 200",
    "GEO, 198.51.100.1, , 200",
    "LAYERS, 8.8.8.8, US, 200",
    "LAYERS, 93.184.216.9, FR, 200",
    "LAYERS, 2400:cb00::1, FR, 200",
    "LAYERS, 8.8.8.8, FR, 403",
    "LAYERS, 8.8.8.8, , 403",
    "LAYERS, ::ffff:808:808, FR, 403",
    "BOTH, 8.8.8.8, FR, 200",
  })
  void rules(String rules, String address, String country, int status) throws IOException {
    String written =
        switch (rules) {
          case "GEO" -> GEO;
          case "LAYERS" -> LAYERS;
          default -> BOTH;
        };
    String token = paywall.token(paywall.closed(1), ",\"accessRules\":" + written);
    for (String file : List.of("/manifest/video.m3u8", "/manifest/source/0.m4s", "/watch")) {
      assertThat(
              paywall.status(
                  Paywall.from("/" + token + file, address, Optional.ofNullable(country))))
          .as(file)
          .isEqualTo(status);
    }
  }

  @ParameterizedTest(name = "{0} at {1}: {2}")
  @DisplayName("CF-113, CF-114, REL-89 origins, on playlists, segments, pictures and the player")
  @CsvSource({
    "a.com, https://a.com, 200",
    "a.com, http://a.com, 200",
    "a.com, https://www.a.com, 403",
    "a.com, https://evil-a.com, 403",
    "a.com, https://a.com.evil.example, 403",
    "a.com, https://A.COM, 200",
    "a.com, https://a.com:8443, 403",
    "a.com:8443, https://a.com:8443, 200",
    "*.a.com, https://x.a.com, 200",
    "*.a.com, https://x.y.a.com, 200",
    "*.a.com, https://a.com, 403",
    "localhost, http://localhost:3000, 403",
    "localhost:3000, http://localhost:3000, 200",
    "bücher.example, https://xn--bcher-kva.example, 200",
    "a.com, null, 403",
    "a.com, , 200",
  })
  void origins(String entry, String origin, int status) throws IOException {
    Video video = paywall.video(1, Policy.Kind.PUBLIC, entry);
    for (String file :
        List.of("/manifest/video.m3u8", "/manifest/source/0.m4s", "/thumbnails/thumbnail.jpg")) {
      Request.Builder request = Request.to("GET", "/" + uid(video) + file);
      Response answer = screen.send(origin == null ? request : request.header("Origin", origin));
      assertThat(answer.status()).as(file).isEqualTo(status);
      Optional<String> cors = answer.headers().first("Access-Control-Allow-Origin");
      if (status == 403) {
        assertThat(cors).as("CF-115 " + file).isEmpty();
      } else {
        assertThat(cors).as("CF-115 " + file).contains(origin == null ? "*" : origin);
        Screen.body(answer);
      }
      assertThat(answer.headers().first("Vary").orElse("")).contains("Origin");
      assertThat(answer.headers().first("Cache-Control").orElse("")).startsWith("private");
    }
    Request.Builder frame = Request.to("GET", "/" + uid(video) + "/iframe");
    if (origin != null && !origin.equals("null")) {
      assertThat(paywall.status(frame.header("Referer", origin + "/page?x")))
          .as("the frame by its Referer")
          .isEqualTo(status);
    }
  }

  @Test
  @DisplayName("CF-114 who tells no origin may come, unless the operator is stricter")
  void strict(@TempDir Path other) throws IOException {
    Paywall strict = new Paywall(other, /* strict= */ true);
    String list = "/" + uid(strict.video(1, Policy.Kind.PUBLIC, "a.com")) + "/manifest/video.m3u8";
    assertThat(strict.status(list)).isEqualTo(403);
    assertThat(strict.status(Request.to("GET", list).header("Origin", "https://a.com")))
        .isEqualTo(200);
    assertThat(strict.status(Request.to("GET", list).header("Referer", "https://a.com/p")))
        .isEqualTo(200);
    String everywhere = "/" + uid(strict.video(2, Policy.Kind.PUBLIC)) + "/manifest/video.m3u8";
    assertThat(strict.status(everywhere)).isEqualTo(200);
  }

  @Test
  @DisplayName("CF-115, REL-53: a host of very many labels may frame it like any other")
  void longHost_isAHost() throws IOException {
    String host = "a" + ".a".repeat(20_000);
    Video video = paywall.video(1, Policy.Kind.PUBLIC, host, host + ".");

    assertThat(ServePlayer.ancestors(video)).isEqualTo("'self' " + host);
  }

  @Test
  @DisplayName(
      "CF-114, CF-115 our own player in a frame goes on, as it was let in by the frame's page")
  void ownPlayer() throws IOException {
    Video video = paywall.video(1, Policy.Kind.PUBLIC, "a.com", "*.b.com", "bad';x", "localhost:1");
    Response page =
        screen.send(
            Request.to("GET", "/" + uid(video) + "/iframe").header("Referer", "https://a.com/"));
    assertThat(page.headers().first("Content-Security-Policy").orElse(""))
        .endsWith("frame-ancestors 'self' a.com *.b.com localhost:1");
    assertThat(page.headers().first("Referrer-Policy")).contains("same-origin");
    assertThat(
            paywall.status(
                Request.to("GET", "/" + uid(video) + "/manifest/video.m3u8")
                    .header("Referer", "http://localhost/" + uid(video) + "/iframe")))
        .isEqualTo(200);
    for (String other :
        new String[] {"http://localhost/" + "0".repeat(32) + "/iframe", "http://localhost/"}) {
      assertThat(
              paywall.status(
                  Request.to("GET", "/" + uid(video) + "/thumbnails/thumbnail.gif")
                      .header("Referer", other)))
          .as("a page of ours that is for another video")
          .isEqualTo(403);
    }
  }

  @ParameterizedTest
  @DisplayName("CF-129 a picture of a private video carries the token")
  @ValueSource(strings = {"thumbnail.jpg", "thumbnail.gif", "thumbnail.jpg?time=1s&height=270"})
  void pictures(String picture) throws IOException {
    Video video = paywall.closed(1);
    assertThat(paywall.status("/" + uid(video) + "/thumbnails/" + picture)).isEqualTo(401);
    assertThat(paywall.status("/" + paywall.token(video, "") + "/thumbnails/" + picture))
        .isEqualTo(200);
  }

  @Test
  @DisplayName("CF-106 the key may be named in the payload alone")
  void keyInPayload() throws IOException {
    Video video = paywall.closed(1);
    String claims = "\"kid\":\"key\",\"sub\":\"" + uid(video) + "\",\"exp\":" + (NOW + 60);
    assertThat(paywall.status("/" + paywall.tokenWithoutKid(claims) + "/manifest/video.m3u8"))
        .isEqualTo(200);
  }

  @Test
  @DisplayName("CF-106, CF-110 here only RS256 opens, so nothing is taken without downloadable")
  void otherAlgorithm() throws IOException {
    Video video = closedWithDownloads(1);
    String token = paywall.es256(video);
    assertThat(paywall.status("/hls/" + video.playbackId() + "/source/0.m4s?jwt=" + token))
        .isEqualTo(200);
    assertThat(paywall.status("/" + token + "/manifest/video.m3u8")).isEqualTo(401);
    assertThat(paywall.status("/" + token + "/downloads/default.mp4")).isEqualTo(401);
    assertThat(paywall.status("/" + uid(video) + "/downloads/default.mp4?jwt=" + token))
        .isEqualTo(401);
  }

  @ParameterizedTest
  @DisplayName("CF-111 countries in any letter case; what is none makes a token invalid")
  @CsvSource({"us, 403", "US, 403", "USA, 401", "United States, 401"})
  void countries(String country, int status) throws IOException {
    String rules =
        ",\"accessRules\":[{\"type\":\"ip.geoip.country\",\"action\":\"block\",\"country\":[\"%s\"]}]"
            .formatted(country);
    String token = paywall.token(paywall.closed(1), rules);
    assertThat(
            paywall.status(
                Paywall.from("/" + token + "/manifest/video.m3u8", "8.8.8.8", Optional.of("US"))))
        .isEqualTo(status);
  }

  @Test
  @DisplayName("CF-105 what is null is not said, and when a token was made does not matter")
  void nulls() throws IOException {
    Video video = paywall.closed(1);
    String token =
        paywall.token(video, ",\"nbf\":null,\"accessRules\":null,\"iat\":" + (NOW + 300));
    assertThat(paywall.status("/" + token + "/manifest/video.m3u8")).isEqualTo(200);
    String endless = paywall.token("\"sub\":\"" + uid(video) + "\",\"exp\":null");
    assertThat(paywall.status("/" + endless + "/manifest/video.m3u8")).isEqualTo(401);
  }
}
