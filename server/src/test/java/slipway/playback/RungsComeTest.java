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
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.rendition.Rendition;
import slipway.core.video.Content;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Response;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.storage.BlobKeys;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** Rungs with key frames at different distances, which are done one after the other. */
@Tag("ffmpeg")
final class RungsComeTest {
  @TempDir Path folder;

  @Test
  @DisplayName("MD-50, MD-57, MD-41: what is there stays as it is when other rungs come")
  void othersCome() throws Exception {
    Screen screen = new Screen(folder);
    Video video =
        Samples.video(1, 1, "a video", Wishes.none(), new Source.Direct())
            .bytesArrived(new Content(1, null), SettableClock.START)
            .inspected(Samples.FACTS, SettableClock.START)
            .ready(SettableClock.START);
    screen.ports.videos().add(video);
    publish(screen, video, "audio", Rendition.Form.SOUND, "-f lavfi -i sine=duration=30 -c:a aac");
    publish(screen, video, "b360", Rendition.Form.PICTURE, picture(2));
    Map<String, byte[]> first = all(screen, video, List.of("b360", "audio"));

    publish(screen, video, "a720", Rendition.Form.PICTURE, picture(5));

    Map<String, byte[]> second = all(screen, video, List.of("b360", "audio", "a720"));
    assertThat(first).hasSizeGreaterThan(12);
    assertSame(first, second);

    publish(screen, video, "0-144", Rendition.Form.PICTURE, picture(4));

    Map<String, byte[]> third = all(screen, video, List.of("b360", "audio", "a720", "0-144"));
    assertSame(second, third);
  }

  private static void assertSame(Map<String, byte[]> before, Map<String, byte[]> after) {
    before.forEach((name, bytes) -> {
      assertThat(after).containsKey(name);
      byte[] now = Objects.requireNonNull(after.get(name));
      if (name.endsWith(".m3u8")) {
        assertThat(pieces(now)).as(name).isEqualTo(pieces(bytes));
      } else {
        assertThat(Arrays.equals(now, bytes)).as(name).isTrue();
      }
    });
  }

  /** The target duration is that of the longest of all lists (RFC 8216, 6.2.4), so it may grow. */
  private static List<String> pieces(byte[] list) {
    return new String(list, UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#EXT-X-TARGETDURATION"))
        .toList();
  }

  private static String picture(int keyFrames) {
    return "-f lavfi -i testsrc2=size=160x90:rate=25:duration=30 -c:v libx264 -preset ultrafast"
        + " -g 9999 -force_key_frames expr:gte(t,n_forced*%d) -pix_fmt yuv420p"
            .formatted(keyFrames);
  }

  private void publish(
      Screen screen, Video video, String name, Rendition.Form form, String arguments)
      throws Exception {
    String key = BlobKeys.rendition(video.id(), name);
    Path file = folder.toRealPath().resolve(key);
    Files.createDirectories(file.resolveSibling("."));
    RealFfmpeg.generate(file, arguments + " -movflags +faststart -f mp4");
    screen.ports.renditions().publish(new Rendition(video.id(), name, form, key, Files.size(file)));
  }

  /** Lists and segments of these, by their addresses. */
  private static Map<String, byte[]> all(Screen screen, Video video, List<String> names)
      throws IOException {
    Map<String, byte[]> all = new HashMap<>();
    for (String name : names) {
      String list = name + "/index.m3u8";
      all.put(list, body(screen.get(video, list)));
      for (String line : new String(all.get(list), UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          all.put(name + "/" + line, body(screen.get(video, name + "/" + line)));
        }
      }
    }
    return all;
  }

  private static byte[] body(Response response) throws IOException {
    assertThat(response.status()).isEqualTo(200);
    return Screen.body(response);
  }
}
