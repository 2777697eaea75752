package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.json.JsonValue.JsonObject;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.testing.LateFragments;

/** Pieces of a stream, whose times go on from its beginning or from 1970, from upload to ready. */
@Tag("ffmpeg")
final class LateFragmentsJourneyTest {
  /** Seconds; not a whole number of chunks. */
  private static final double LENGTH = 26;

  /** In three chunks, the first of which is encoded before the others. */
  private static final List<Double> MOMENTS = List.of(3.0, 15.0, 21.0);

  private static final double MOST = 0.040;

  private static final String WHEN =
      MOMENTS.stream()
          .map(time -> "between(t,%s,%s)".formatted(time, time + 0.39))
          .collect(Collectors.joining("+"));
  private static final String FILM =
      "-f lavfi -i color=black:size=320x180:rate=25:duration=26,drawbox=color=white:t=fill:enable='%s'"
              .formatted(WHEN)
          + " -f lavfi -i aevalsrc='sin(6283*t)*(%s)':s=48000:d=26".formatted(WHEN);
  private static final String FRAGMENTS =
      " -g 25 -movflags frag_keyframe+empty_moov+default_base_moof";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "libx264 -bf 0 -pix_fmt yuv420p, 2, source",
    "libx264 -bf 0 -pix_fmt yuv420p, 3600, source",
    "libx264 -bf 0 -pix_fmt yuv420p, 1700000000, source",
    "mpeg4 -q:v 2, 2, 180p0",
    "mpeg4 -q:v 2, 3600, 180p0",
    "mpeg4 -q:v 2, 1700000000, 180p0",
  })
  @DisplayName(
      "MD-18, MD-43, MD-40: fragments that begin late are copied or encoded from where they begin,"
          + " and every moment is where it was")
  void late(String codec, long begin, String rendition) throws Exception {
    Path clips = Files.createDirectories(folder.toRealPath().resolve("clips"));
    Path clip =
        RealFfmpeg.generate(
            clips.resolve("late.mp4"), FILM + " -c:v " + codec + " -c:a aac" + FRAGMENTS);
    LateFragments.move(clip, begin, begin);
    try (RunningHouse house =
        RunningHouse.withFfmpegOn(
            folder.resolve("data"),
            "--transcode.chunk=10s",
            "--transcode.chunk-above=10s",
            "--transcode.preset=ultrafast")) {
      JsonObject video = house.awaitPhase(house.upload(clip), "Ready");
      assertThat(renditions(video))
          .contains(rendition + " done")
          .allMatch(LateFragmentsJourneyTest::isDone);
      assertThat(video.number("duration").orElseThrow().doubleValue())
          .isCloseTo(LENGTH, within(0.1));
      String master = RunningHouse.text(video, "playback", "hls");
      URI base = URI.create(master);
      String list = house.get(master).body();
      assertMoments(Moments.flashes(whole(house, base.resolve(rendition + "/index.m3u8"))));
      assertMoments(Moments.beeps(whole(house, base.resolve(Moments.uris(list).getFirst()))));
      for (double moment : MOMENTS) {
        assertThat(brightness(house, base, moment + 0.2)).as("at %s", moment).isGreaterThan(200);
        assertThat(brightness(house, base, moment - 0.2)).as("before %s", moment).isLessThan(50);
      }
    }
  }

  private static void assertMoments(List<Double> found) {
    assertThat(found).hasSameSizeAs(MOMENTS);
    for (int i = 0; i < MOMENTS.size(); i++) {
      assertThat(found.get(i) - Moments.BEGIN).isCloseTo(MOMENTS.get(i), within(MOST));
    }
  }

  /** Of the middle of a picture, 0 to 255. */
  private static int brightness(RunningHouse house, URI base, double seconds) throws Exception {
    String address = base.resolve("thumbnails/thumbnail.png?time=" + seconds + "s").toString();
    BufferedImage picture =
        Objects.requireNonNull(
            ImageIO.read(new ByteArrayInputStream(house.get(address).raw().body())));
    return picture.getRGB(picture.getWidth() / 2, picture.getHeight() / 2) & 0xff;
  }

  private Path whole(RunningHouse house, URI playlist) throws Exception {
    return Moments.whole(house, playlist, folder);
  }

  private static boolean isDone(String rendition) {
    return rendition.endsWith(" done");
  }

  private static List<String> renditions(JsonObject video) {
    Stream<JsonObject> all =
        video.elements("renditions").orElseThrow().stream().map(JsonObject.class::cast);
    return all.map(
            one -> one.string("name").orElseThrow() + " " + one.string("state").orElseThrow())
        .toList();
  }
}
