package slipway.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.playback.Paywall.text;
import static slipway.playback.Paywall.uid;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.download.Download;
import slipway.core.policy.Policy;
import slipway.core.rendition.Rendition;
import slipway.core.video.Details;
import slipway.core.video.Failure;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Request;
import slipway.http.Response;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** What stands at Cloudflare's addresses of public videos; {@link CloudflareAccessTest} closes. */
final class CloudflareAreaTest {
  private static final Pattern URI_OF_TAG = Pattern.compile("URI=\"([^\"]+)\"");

  @TempDir Path folder;
  private Paywall paywall;
  private Screen screen;

  @BeforeEach
  void open() throws IOException {
    paywall = new Paywall(folder);
    screen = paywall.screen;
  }

  private static String header(Response response, String name) {
    return response.headers().first(name).orElse("");
  }

  private Response get(String path) {
    return screen.send(Request.to("GET", path));
  }

  /** Everything that a player finds below a master playlist, as paths. */
  static List<String> everything(Screen screen, String base) throws IOException {
    List<String> found = new ArrayList<>();
    for (String list : addresses(text(screen.send(Request.to("GET", base + "/video.m3u8"))))) {
      found.add(base + "/" + list);
      String folderOfList = base + "/" + list.substring(0, list.lastIndexOf('/') + 1);
      for (String file : addresses(text(screen.send(Request.to("GET", base + "/" + list))))) {
        found.add(folderOfList + file);
      }
    }
    return found;
  }

  private static List<String> addresses(String list) {
    List<String> all = new ArrayList<>();
    for (String line : list.lines().toList()) {
      if (!line.startsWith("#") && !line.isBlank()) {
        all.add(line);
      }
      Matcher tag = URI_OF_TAG.matcher(line);
      while (tag.find()) {
        all.add(tag.group(1));
      }
    }
    return all;
  }

  @Test
  @DisplayName("CF-116 HLS and DASH below the uid, everything they name, types, CORS and ranges")
  void manifests() throws IOException {
    String base = "/" + uid(paywall.video(1, Policy.Kind.PUBLIC)) + "/manifest";
    Response hls =
        screen.send(
            Request.to("GET", base + "/video.m3u8").header("Origin", "https://player.example"));
    assertThat(hls.status()).isEqualTo(200);
    assertThat(header(hls, "Content-Type")).isEqualTo("application/vnd.apple.mpegurl");
    assertThat(header(hls, "Access-Control-Allow-Origin")).isEqualTo("https://player.example");
    assertThat(header(hls, "Vary")).contains("Origin");
    Response dash = get(base + "/video.mpd");
    assertThat(header(dash, "Content-Type")).isEqualTo("application/dash+xml");
    assertThat(header(dash, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(text(dash)).contains("<MPD").contains("source/");

    List<String> files = everything(screen, base);
    assertThat(files).hasSizeGreaterThanOrEqualTo(6);
    for (String file : files) {
      Response answer = get(file);
      assertThat(answer.status()).as(file).isEqualTo(200);
      assertThat(Screen.body(answer)).as(file).isNotEmpty();
    }
    String segment = files.stream().filter(file -> file.endsWith(".m4s")).findFirst().orElseThrow();
    byte[] whole = Screen.body(get(segment));
    Response part = screen.send(Request.to("GET", segment).header("Range", "bytes=10-19"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(Screen.body(part)).isEqualTo(Arrays.copyOfRange(whole, 10, 20));
    assertThat(screen.openFiles()).as("only the video's own").isEqualTo(1);
  }

  @Test
  @DisplayName("CF-116 a browser may ask before it asks with headers of its own")
  void preflight() {
    Response answer =
        screen.send(
            Request.to("OPTIONS", "/" + "0".repeat(32) + "/manifest/video.m3u8")
                .header("Origin", "https://player.example")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "range"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("https://player.example");
    assertThat(header(answer, "Access-Control-Allow-Headers")).containsIgnoringCase("range");
  }

  @ParameterizedTest
  @DisplayName("CF-118 a hint leaves the closest rendition; what is no number leaves all")
  @CsvSource({
    "clientBandwidthHint=0.01, 1",
    "clientBandwidthHint=999, 1",
    "clientBandwidthHint=0, 2",
    "clientBandwidthHint=-1, 2",
    "clientBandwidthHint=NaN, 2",
    "clientBandwidthHint=Infinity, 2",
    "clientBandwidthHint=fast, 2",
    "clientBandwidthHint=, 2",
    "protocol=llhls, 2",
  })
  void bandwidthHint(String query, int variants) throws IOException {
    Video video = paywall.video(1, Policy.Kind.PUBLIC);
    Video rung = screen.ready(2, "bbb_prog_10s.mp4", Wishes.none());
    screen
        .ports
        .renditions()
        .publish(
            new Rendition(
                video.id(), "240p0", Rendition.Form.PICTURE, Screen.source(rung).blob(), 1));
    String base = "/" + uid(video) + "/manifest";
    String hls = paywall.text(base + "/video.m3u8?" + query);
    assertThat(hls.lines().filter(line -> line.startsWith("#EXT-X-STREAM-INF")).count())
        .isEqualTo(variants);
    String dash = paywall.text(base + "/video.mpd?" + query);
    assertThat(dash.split("contentType=\"video\"|<Representation [^>]*width", -1).length)
        .isGreaterThan(variants);
    if (variants == 1) {
      String wanted = query.endsWith("999") ? "source" : "240p0";
      assertThat(hls).contains("\n" + wanted + "/index.m3u8");
      assertThat(dash)
          .contains(wanted)
          .doesNotContain(wanted.equals("source") ? "240p0" : "source/0");
    }
  }

  @Test
  @DisplayName("CF-119 unknown and not ready are 404, failed is 424 on every address")
  void states() throws IOException {
    String unknown = "/" + "ab".repeat(16);
    Video early = Samples.video(1, 1);
    Video failed =
        Samples.video(1, 2, "broken", Wishes.none(), new Source.Direct())
            .failed(new Failure(Failure.Kind.UNREADABLE, "no video"), SettableClock.START);
    Video late =
        Samples.video(1, 3)
            .failed(new Failure(Failure.Kind.NEVER_CAME, "no bytes came"), SettableClock.START);
    screen.ports.videos().add(late);
    screen.ports.videos().add(early);
    screen.ports.videos().add(failed);
    for (String file :
        List.of(
            "/manifest/video.m3u8",
            "/manifest/video.mpd",
            "/manifest/source/0.m4s",
            "/thumbnails/thumbnail.jpg",
            "/thumbnails/thumbnail.gif",
            "/downloads/default.mp4")) {
      assertThat(paywall.status(unknown + file)).as("unknown " + file).isEqualTo(404);
      assertThat(paywall.status("/" + uid(early) + file)).as("early " + file).isEqualTo(404);
      assertThat(paywall.status("/" + uid(late) + file)).as("CF-81 " + file).isEqualTo(404);
      assertThat(paywall.status("/" + uid(failed) + file)).as("failed " + file).isEqualTo(424);
    }
    assertThat(paywall.status(unknown + "/watch")).isEqualTo(404);
  }

  @Test
  @DisplayName("CF-119 a deleted video is gone with the next request (REL-85)")
  void deleted() throws IOException {
    Video video = paywall.video(1, Policy.Kind.PUBLIC);
    String list = "/" + uid(video) + "/manifest/video.m3u8";
    assertThat(paywall.status(list)).isEqualTo(200);
    screen.ports.videos().update(video.deleted(SettableClock.START));
    assertThat(paywall.status(list)).isEqualTo(404);
  }

  @ParameterizedTest
  @DisplayName("CF-121 only what looks like an id or a token is taken from the root of the site")
  @ValueSource(
      strings = {
        "/",
        "/health",
        "/metrics",
        "/api/asset",
        "/client/v4/accounts",
        "/streaming/videos",
        "/hls",
        "/files/",
        "/assets/index.js",
        "/0123456789abcdef0123456789ABCDEF/watch",
        "/0123456789abcdef0123456789abcde/watch",
        "/0123456789abcdef0123456789abcdef0/watch",
        "/a.b.c/watch",
        "/favicon.ico"
      })
  void othersAreLeftAlone(String path) throws IOException {
    String first = path.substring(1).replaceAll("/.*", "");
    assertThat(ByUidOrToken.isName(first)).isFalse();
    assertThat(paywall.text(path))
        .isIn("not found\n", "{\"error\":\"not found\",\"error_detail\":\"\"}");
  }

  @Test
  @DisplayName(
      "CF-121 on hosts of players the name alone leads to the page, with all that was asked")
  void rootForms() throws IOException {
    Video open = paywall.video(1, Policy.Kind.PUBLIC);
    String name = "/" + uid(open);
    for (String page : List.of("iframe", "watch")) {
      Response answer =
          screen.send(
              Request.to("GET", name + "?autoplay=true&muted")
                  .header("Host", page + ".videos.example:8443"));
      assertThat(answer.status()).isEqualTo(302);
      assertThat(header(answer, "Location"))
          .isEqualTo(uid(open) + "/" + page + "?autoplay=true&muted");
      assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-store");
    }
    String token = paywall.token(paywall.closed(2), "");
    assertThat(
            header(
                screen.send(
                    Request.to("GET", "/" + token).header("Host", "IFRAME.cloudflarestream.com")),
                "Location"))
        .isEqualTo(token + "/iframe");
    for (String host : List.of("videos.example", "iframe", "xiframe.example", "a.iframe.example")) {
      Response answer = screen.send(Request.to("GET", name).header("Host", host));
      assertThat(answer.status()).as(host).isEqualTo(404);
      Screen.body(answer);
    }
    assertThat(paywall.status(name)).isEqualTo(404);
  }

  @Test
  @DisplayName("CF-133 a download is there once it is offered, with length and ranges")
  void downloads() throws IOException {
    Video video = paywall.video(1, Policy.Kind.PUBLIC);
    String mp4 = "/" + uid(video) + "/downloads/default.mp4";
    String m4a = "/" + uid(video) + "/downloads/audio.m4a";
    assertThat(paywall.status(mp4)).isEqualTo(404);
    screen.downloads.add(new Download(video.id(), Download.Kind.WHOLE, SettableClock.START));
    assertThat(paywall.status(m4a)).isEqualTo(404);
    screen.downloads.add(new Download(video.id(), Download.Kind.SOUND, SettableClock.START));

    Response whole = get(mp4);
    assertThat(whole.status()).isEqualTo(200);
    assertThat(header(whole, "Content-Type")).isEqualTo("video/mp4");
    assertThat(header(whole, "Content-Disposition"))
        .isEqualTo("attachment; filename=\"default.mp4\"");
    byte[] bytes = Screen.body(whole);
    Response part = screen.send(Request.to("GET", mp4).header("Range", "bytes=100-199"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 100-199/" + bytes.length);
    assertThat(Screen.body(part)).isEqualTo(Arrays.copyOfRange(bytes, 100, 200));
    Response sound = get(m4a);
    assertThat(header(sound, "Content-Type")).isEqualTo("audio/mp4");
    Screen.body(sound);

    screen.downloads.remove(video.id(), Download.Kind.WHOLE);
    assertThat(paywall.status(mp4)).isEqualTo(404);
  }

  @ParameterizedTest
  @DisplayName("CF-133 the name of the saved file")
  @CsvSource({
    "MY_VIDEO, MY_VIDEO.mp4",
    "MY_VIDEO.mp4, MY_VIDEO.mp4",
    "a.b, default.mp4",
    "'../../x', default.mp4",
    "'a%22%0d%0aX: y', default.mp4",
    "'', default.mp4",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,"
        + " default.mp4",
  })
  void fileName(String wish, String name) throws IOException {
    Video video = paywall.video(1, Policy.Kind.PUBLIC);
    screen.downloads.add(new Download(video.id(), Download.Kind.WHOLE, SettableClock.START));
    Response answer = get("/" + uid(video) + "/downloads/default.mp4?filename=" + wish);
    assertThat(header(answer, "Content-Disposition"))
        .isEqualTo("attachment; filename=\"" + name + "\"");
    Screen.body(answer);
  }

  @Test
  @DisplayName("CF-133 the largest H.264 rendition is taken away")
  void bestDownload() throws IOException {
    Video video = paywall.video(1, Policy.Kind.PUBLIC);
    Video rung = screen.ready(2, "bbb_prog_10s.mp4", Wishes.none());
    screen
        .ports
        .renditions()
        .publish(
            new Rendition(
                video.id(), "240p0", Rendition.Form.PICTURE, Screen.source(rung).blob(), 1));
    screen.downloads.add(new Download(video.id(), Download.Kind.WHOLE, SettableClock.START));
    byte[] taken = Screen.body(get("/" + uid(video) + "/downloads/default.mp4"));
    assertThat(taken).isEqualTo(Screen.body(screen.get(video, "source.mp4")));
  }

  @ParameterizedTest
  @DisplayName("CF-125, CF-127, CF-128 pictures as the query wants them")
  @CsvSource({
    "thumbnail.jpg, within 640, 'width=OptionalInt[640], height=OptionalInt[640], fit=CLIP'",
    "thumbnail.jpg?time=1s&height=270, ratio kept, 'width=OptionalInt.empty,"
        + " height=OptionalInt[270]'",
    "thumbnail.jpg?width=100&height=100, cropped, 'fit=CROP'",
    "thumbnail.jpg?width=100&height=100&fit=fill, black bars, 'fit=FILL'",
    "thumbnail.jpg?width=100&height=100&fit=clip, inside, 'fit=CLIP'",
    "thumbnail.jpg?width=100&height=100&fit=scale, stretched, 'fit=SCALE'",
    "thumbnail.jpg?time=, the beginning, 'at=PT0S'",
    "thumbnail.jpg?time=1s, a second, 'at=PT1S'",
    "thumbnail.jpg?time=5m2s, the end, 'at=PT1'",
    "thumbnail.gif?time=0s&duration=2s&fps=4, moving, 'length=PT2S, fps=4'",
    "thumbnail.gif, moving as usual, 'length=PT5S, fps=8'"
  })
  void pictures(String address, String why, String wish) throws IOException {
    Video video = paywall.video(1, Policy.Kind.PUBLIC);
    Response answer = get("/" + uid(video) + "/thumbnails/" + address);
    assertThat(answer.status()).as(why).isEqualTo(200);
    assertThat(header(answer, "Content-Type"))
        .isEqualTo(address.contains("gif") ? "image/gif" : "image/jpeg");
    assertThat(text(answer)).as(why).contains(wish);
  }

  @Test
  @DisplayName("CF-120 a page with a player, its files, and nothing of anybody's in it")
  void player() throws IOException {
    Video video = paywall.video(1, Policy.Kind.PUBLIC);
    for (String page : List.of("/iframe", "/watch", "/iframe?poster=%22%3E%3Cscript%3E")) {
      Response answer = get("/" + uid(video) + page);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(header(answer, "Content-Type")).isEqualTo("text/html; charset=utf-8");
      assertThat(header(answer, "Content-Security-Policy"))
          .contains("default-src 'none'")
          .contains("script-src 'self';")
          .endsWith("frame-ancestors *");
      assertThat(text(answer)).contains("../embed/player.js").doesNotContain("<script>");
    }
    assertThat(paywall.text("/embed/player.js")).contains("manifest/video.m3u8");
    assertThat(paywall.text("/embed/sdk.latest.js")).contains("window.Stream");
    assertThat(paywall.text("/embed/r4xu.fla9.latest.js")).contains("window.Stream");
    assertThat(header(get("/embed/player.css"), "Content-Type")).startsWith("text/css");
    assertThat(paywall.status("/embed/player.html")).isEqualTo(404);
    assertThat(paywall.status("/embed/..%2fplayer.html")).isEqualTo(404);
  }

  @ParameterizedTest
  @DisplayName("CF-126 without a time the picture is where its owner wants it")
  @CsvSource({"0, PT0S", "0.5, PT0.5", "1, PT1"})
  void poster(double share, String at) throws IOException {
    Details details = new Details(null, share, null, null, null, null, null);
    Video video = screen.ready(1, "sample.mp4", with(details));
    String picture = "/" + uid(video) + "/thumbnails/thumbnail.jpg";
    assertThat(paywall.text(picture)).contains("at=" + at);
    assertThat(paywall.text(picture + "?time=0.1s")).contains("at=PT0.1S");
  }

  @Test
  @DisplayName("CF-123 what is told about a video to everybody")
  void publicDetails() throws IOException {
    String about = "{\"title\":\"<b>\",\"share_link\":null}";
    Video told =
        screen.ready(1, "sample.mp4", with(new Details(null, null, null, null, null, null, about)));
    Video untold = screen.ready(2, "sample.mp4", Wishes.none());
    Response answer = get("/" + uid(told) + "/metadata/playerEnhancementInfo.json");
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
    assertThat(text(answer)).isEqualTo(about);
    assertThat(paywall.text("/" + uid(untold) + "/metadata/playerEnhancementInfo.json"))
        .isEqualTo("{}");
  }

  @Test
  @DisplayName("CF-139 what is marked cannot be taken away unmarked")
  void markedSource() throws IOException {
    Video marked =
        screen.ready(
            1, "sample.mp4", with(new Details(null, null, "mark", null, null, null, null)));
    assertThat(screen.get(marked, "video").status()).isEqualTo(404);
  }

  private static Wishes with(Details details) {
    return new Wishes(null, null, null, false, false, null, null, null, null, details);
  }
}
