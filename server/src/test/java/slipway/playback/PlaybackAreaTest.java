package slipway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.rendition.Rendition;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Request;
import slipway.http.Response;
import slipway.storage.BlobKeys;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

final class PlaybackAreaTest {
  private static final String CLIP = "sample.mp4";

  @TempDir Path folder;
  private Screen screen;

  @BeforeEach
  void open() throws IOException {
    screen = new Screen(folder);
  }

  @Test
  @DisplayName("LP-127: the folder of a video is laid out as Livepeer's, segments from 0")
  void layout() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    String master = text(screen.get(video, "index.m3u8"));
    assertThat(master.lines().filter(line -> !line.startsWith("#")))
        .containsExactly("source/index.m3u8");
    List<String> segments =
        text(screen.get(video, "source/index.m3u8"))
            .lines()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertThat(segments.getFirst()).isEqualTo("0.m4s");
    for (int n = 0; n < segments.size(); n++) {
      assertThat(segments.get(n)).isEqualTo(n + ".m4s");
    }
    for (String file :
        List.of(
            "source.mp4",
            "video",
            "video/download.mp4",
            "thumbnails/thumbnails.vtt",
            "thumbnails/keyframes_0.png",
            "thumbnails/keyframes_0.jpg")) {
      Response answer = screen.get(video, file);
      assertThat(answer.status()).as(file).isEqualTo(200);
      Screen.release(answer);
    }
  }

  @Test
  @DisplayName("LP-127, LP-129: from the master playlist to every segment, and to the file")
  void everything_isThere() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    Response master = screen.get(video, "index.m3u8");
    assertThat(master.status()).isEqualTo(200);
    assertThat(header(master, "Content-Type")).isEqualTo("application/vnd.apple.mpegurl");
    assertThat(header(master, "Cache-Control")).isEqualTo("no-cache");
    assertThat(text(master)).startsWith("#EXTM3U");
    List<String> files = files(video);
    assertThat(files).hasSizeGreaterThanOrEqualTo(6);
    for (String file : files) {
      Response answer = screen.get(video, file);
      assertThat(answer.status()).as(file).isEqualTo(200);
      assertThat(Screen.body(answer)).as(file).isNotEmpty();
    }
    Response dash = screen.get(video, "index.mpd");
    assertThat(header(dash, "Content-Type")).isEqualTo("application/dash+xml");
    assertThat(text(dash)).contains("<MPD");
    assertThat(Screen.body(screen.get(video, "video")))
        .isEqualTo(Files.readAllBytes(screen.sourceFile(video)));
  }

  @Test
  @DisplayName("LP-129: ranges, HEAD and tags on segments")
  void segments_haveRangesAndTags() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    String segment = segment(video);
    Response whole = screen.get(video, segment);
    byte[] bytes = Screen.body(whole);
    String tag = header(whole, "ETag");
    assertThat(header(whole, "Cache-Control")).isEqualTo("public, max-age=3600");
    assertThat(header(whole, "Accept-Ranges")).isEqualTo("bytes");
    assertThat(tag).startsWith("\"").endsWith("\"");

    for (int from : List.of(0, 1, bytes.length / 2, bytes.length - 1)) {
      int to = Math.min(from + 100, bytes.length - 1);
      Response part =
          screen.send(
              Request.to("GET", Screen.path(video, segment))
                  .header("Range", "bytes=" + from + "-" + to));
      assertThat(part.status()).isEqualTo(206);
      assertThat(header(part, "Content-Range"))
          .isEqualTo("bytes %d-%d/%d".formatted(from, to, bytes.length));
      assertThat(Screen.body(part)).isEqualTo(Arrays.copyOfRange(bytes, from, to + 1));
    }
    Response beyond =
        screen.send(
            Request.to("GET", Screen.path(video, segment))
                .header("Range", "bytes=" + bytes.length + "-"));
    assertThat(beyond.status()).isEqualTo(416);
    Response same =
        screen.send(Request.to("GET", Screen.path(video, segment)).header("If-None-Match", tag));
    assertThat(same.status()).isEqualTo(304);
    Response head = screen.send(Request.to("HEAD", Screen.path(video, segment)));
    assertThat(head.status()).isEqualTo(200);
    assertThat(header(head, "ETag")).isEqualTo(tag);
    Screen.body(head);
  }

  @Test
  @DisplayName("Reliability rule 7, LP-134: of a private video not one byte leaves, on any route")
  void private_givesNothing() throws IOException {
    Video open = screen.ready(1, CLIP, Wishes.none());
    Video closed = screen.ready(2, CLIP, Screen.privately());
    List<String> files = files(open);
    for (Video video : List.of(open, closed)) {
      webm(video);
    }
    for (String file :
        List.of("vp8.webm", "source.mp4", "thumbnails/keyframes_0.jpg", "video/download.car")) {
      Response there = screen.get(open, file);
      assertThat(there.status()).as(file).isEqualTo(200);
      Screen.release(there);
      files.add(file);
    }
    assertThat(Outsider.getsNothing(screen, open, closed)).as("REL-83").isGreaterThan(20);
    long openBefore = screen.openFiles();
    for (String file : files) {
      for (String method : List.of("GET", "HEAD")) {
        Response answer = screen.send(Request.to(method, Screen.path(closed, file)));
        if (file.endsWith(".m3u8")) {
          assertThat(answer.status()).isEqualTo(200);
          assertThat(header(answer, "Content-Type")).isEqualTo("application/vnd.apple.mpegurl");
          assertThat(text(answer))
              .isEqualTo(
                  "#EXTM3U\n#EXT-X-ERROR: Shutting down since this session is not allowed to view"
                      + " this stream\n#EXT-X-ENDLIST");
        } else {
          assertThat(answer.status()).as(file).isEqualTo(401);
          assertThat(text(answer))
              .isEqualTo("{\"error\":\"unauthorised\",\"error_detail\":\"access control denied\"}");
        }
        assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-store");
      }
    }
    Response guess = screen.get(closed, "no/such/file.m4s");
    assertThat(guess.status()).as("says nothing about what there is").isEqualTo(401);
    assertThat(screen.openFiles()).as("nothing of it was even opened").isEqualTo(openBefore);
  }

  @Test
  @DisplayName("REL-85, REL-36: a deleted video is gone with the next request, on every route")
  void deleted_isGoneAtOnce() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    List<String> files = files(video);
    screen.ports.videos().update(video.deleted(SettableClock.START));
    for (String file : files) {
      assertThat(screen.get(video, file).status()).as(file).isEqualTo(404);
    }
  }

  @Test
  @DisplayName("LP-129, LP-122: what is not there, or not yet, is 404 that no cache may keep")
  void unknown_isNotFound() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    for (String file : List.of("", "nothing", "index.m3u9", "source/index.m3u8/x", "source")) {
      Response answer = screen.get(video, file);
      assertThat(answer.status()).as(file).isEqualTo(404);
      assertThat(text(answer)).isEqualTo("{\"error\":\"not found\",\"error_detail\":\"\"}");
      assertThat(header(answer, "Cache-Control")).as("it may come").isEqualTo("no-store");
    }
    Response nobody = screen.send(Request.to("GET", "/hls/0000000000000000/index.m3u8"));
    assertThat(nobody.status()).isEqualTo(404);
    assertThat(header(nobody, "Cache-Control")).isEqualTo("no-store");
    Response posted = screen.send(Request.to("POST", Screen.path(video, "index.m3u8")));
    assertThat(posted.status()).isEqualTo(404);
    assertThat(header(posted, "Cache-Control")).isEqualTo("no-store");
    screen
        .ports
        .videos()
        .update(
            Samples.video(1, 1).failed(new Failure(Failure.Kind.INTERNAL, "x"), video.updatedAt()));
    assertThat(screen.get(video, "index.m3u8").status()).isEqualTo(404);
    assertThat(screen.get(video, "video").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../%s/index.m3u8",
        "%s/../index.m3u8",
        "%s/%%2e%%2e/source",
        "%s/..%%2fsource",
        "%s/source%%00",
        "%s/source%%2findex.m3u8",
        "%s/INDEX.M3U8",
        "%s/SOURCE/0.m4s",
        "%s/./index.m3u8",
        "%s/source/iframes.m3u8/i0.m4s",
        "%s/video/..",
        "%s/video/download.mp4/x",
        "%s/video/index.html",
        "%s/video/download.",
        "%s%%20/index.m3u8"
      })
  void oddPaths_leadNowhere(String path) throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    Response answer = screen.send(Request.to("GET", "/hls/" + path.formatted(video.playbackId())));
    assertThat(answer.status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s//source/index.m3u8", "%s/source//0.m4s", "%s/source/0.m4s/"})
  @DisplayName("Reliability rule 7: slashes too many lead through the same door, or nowhere")
  void manySlashes_passTheAuthoriser(String path) throws IOException {
    Video open = screen.ready(1, CLIP, Wishes.none());
    Video closed = screen.ready(2, CLIP, Screen.privately());
    Response watched = screen.send(Request.to("GET", "/hls/" + path.formatted(open.playbackId())));
    assertThat(watched.status()).isIn(200, 404);
    Screen.body(watched);
    Response refused =
        screen.send(Request.to("GET", "/hls/" + path.formatted(closed.playbackId())));
    assertThat(new String(Screen.body(refused), UTF_8)).containsAnyOf("not allowed", "denied");
  }

  @Test
  @DisplayName("LP-126: unknown query parameters do not matter")
  void queries_doNotMatter() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    assertThat(screen.get(video, "index.m3u8?tkn=1&x=%00").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("LP-128: public and private videos lie at the same path")
  void onePath() throws IOException {
    Video open = screen.ready(1, CLIP, Wishes.none());
    Video closed = screen.ready(2, CLIP, Screen.privately());
    for (Video video : List.of(open, closed)) {
      assertThat(Screen.path(video, "index.m3u8"))
          .isEqualTo("/hls/" + video.playbackId() + "/index.m3u8");
      assertThat(screen.get(video, "index.m3u8").status()).isEqualTo(200);
      assertThat(screen.send(Request.to("GET", "/asset" + Screen.path(video, "video"))).status())
          .as("where Livepeer has private ones")
          .isEqualTo(404);
    }
    assertThat(text(screen.get(open, "index.m3u8"))).doesNotContain("#EXT-X-ERROR");
    assertThat(text(screen.get(closed, "index.m3u8"))).contains("#EXT-X-ERROR");
  }

  @Test
  @DisplayName("LP-135: what is public is watched with a token as without one")
  void tokens_doNotHarmWhatIsPublic() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    assertThat(screen.get(video, "index.m3u8?accessKey=abc&jwt=not.a.token").status())
        .isEqualTo(200);
  }

  @Test
  @DisplayName("REL-56, LP-91: a download is saved and never shown as a page")
  void downloads_areNeverPages() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    for (String file : List.of("video", "video/download.mp4", "video/download.MOV")) {
      Response answer = screen.get(video, file);
      assertThat(answer.status()).as(file).isEqualTo(200);
      assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
      assertThat(header(answer, "Content-Disposition")).isEqualTo("attachment");
      assertThat(header(answer, "Content-Security-Policy"))
          .isEqualTo("sandbox; default-src 'none'");
    }
    Files.delete(screen.sourceFile(video));
    assertThat(screen.get(video, "video").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("LP-130: every site may read, errors and refusals included")
  void cors_isOpen() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    Video closed = screen.ready(2, CLIP, Screen.privately());
    List<String> paths =
        List.of(
            Screen.path(video, "index.m3u8"),
            Screen.path(video, "nothing"),
            Screen.path(closed, "index.m3u8"),
            Screen.path(closed, "video"),
            "/hls/" + video.playbackId() + "/../x");
    for (String path : paths) {
      Response anonymous = screen.send(Request.to("GET", path));
      assertThat(header(anonymous, "Access-Control-Allow-Origin")).as(path).isEqualTo("*");
      Response page =
          screen.send(Request.to("GET", path).header("Origin", "https://player.example"));
      assertThat(header(page, "Access-Control-Allow-Origin"))
          .as(path)
          .isEqualTo("https://player.example");
      assertThat(header(page, "Access-Control-Allow-Credentials")).isEqualTo("true");
      assertThat(header(page, "Access-Control-Expose-Headers"))
          .contains("Content-Length", "Content-Range");
      assertThat(header(page, "Vary")).contains("Origin");
    }
    Response preflight =
        screen.send(
            Request.to("OPTIONS", Screen.path(video, "index.m3u8"))
                .header("Origin", "https://player.example")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "livepeer-jwt, x-other"));
    assertThat(preflight.status()).isEqualTo(200);
    assertThat(header(preflight, "Access-Control-Allow-Headers"))
        .contains("Range", "livepeer-jwt", "x-other");
    assertThat(header(preflight, "Access-Control-Allow-Methods")).contains("GET", "HEAD");
  }

  @Test
  @DisplayName("Files that cannot be read give a clean error and leave nothing open")
  void unreadableFiles_areOurFault() throws IOException {
    Video gone = screen.ready(1, CLIP, Wishes.none());
    Files.delete(screen.sourceFile(gone));
    Video garbage = screen.ready(2, CLIP, Wishes.none());
    Files.write(screen.sourceFile(garbage), new byte[5000]);
    Video cut = screen.ready(3, CLIP, Wishes.none());
    Files.write(
        screen.sourceFile(cut), Arrays.copyOf(Files.readAllBytes(screen.sourceFile(cut)), 3000));
    for (Video video : List.of(gone, garbage, cut)) {
      Response answer =
          screen.send(Request.to("GET", Screen.path(video, "index.m3u8")).id("a\"},{\"b-1"));
      assertThat(answer.status()).isEqualTo(500);
      assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
      assertThat(text(answer))
          .isEqualTo("{\"error\":\"internal error\",\"error_detail\":\"ab-1\"}");
    }
    assertThat(screen.openFiles()).isZero();
  }

  @Test
  @DisplayName("A video whose renditions change is never served from the index before")
  void newRenditions_areSeenAtOnce() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    String before = text(screen.get(video, "index.m3u8"));
    Video other = screen.ready(2, "sample_portrait.mp4", Wishes.none());
    screen
        .ports
        .renditions()
        .publish(
            new Rendition(
                video.id(), "source", Rendition.Form.SOURCE, Screen.source(other).blob(), 2));
    assertThat(text(screen.get(video, "index.m3u8"))).isNotEqualTo(before);
  }

  /** A file for downloads, of which nothing is read before it is sent. */
  private void webm(Video video) throws IOException {
    String blob = BlobKeys.rendition(video.id(), "vp8");
    Path file = folder.resolve(blob);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "some webm");
    screen
        .ports
        .renditions()
        .publish(new Rendition(video.id(), "vp8", Rendition.Form.DOWNLOAD, blob, 9));
  }

  /** Every file that the playlists name, with the playlists, the manifest and the downloads. */
  private List<String> files(Video video) throws IOException {
    var files = new ArrayList<>(List.of("index.m3u8"));
    for (int i = 0; i < files.size(); i++) {
      String name = files.get(i);
      if (name.endsWith(".m3u8")) {
        String folderOf = name.substring(0, name.lastIndexOf('/') + 1);
        text(screen.get(video, name))
            .lines()
            .flatMap(PlaybackAreaTest::links)
            .forEach(link -> files.add(folderOf + link));
      }
    }
    files.addAll(List.of("index.mpd", "video", "video/download.mp4"));
    return files;
  }

  private String segment(Video video) throws IOException {
    return files(video).stream().filter(file -> file.endsWith(".m4s")).findFirst().orElseThrow();
  }

  private static Stream<String> links(String line) {
    if (!line.startsWith("#")) {
      return Stream.of(line).filter(link -> !link.isBlank());
    }
    int from = line.indexOf("URI=\"");
    return from < 0
        ? Stream.empty()
        : Stream.of(line.substring(from + 5, line.indexOf('"', from + 5)));
  }

  private static String header(Response response, String name) {
    return response.headers().first(name).orElse("");
  }

  private static String text(Response response) throws IOException {
    return new String(Screen.body(response), UTF_8);
  }
}
