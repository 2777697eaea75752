package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.json.JsonValue.JsonObject;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;

/** Videos of which only a part is wanted (section 2 of Gcore's contract). */
@Tag("ffmpeg")
final class GcoreCutJourneyTest {
  /** Eight seconds that begin black and become 20 steps brighter each second. */
  private static final String BRIGHTER =
      "-f lavfi -i nullsrc=size=128x96:rate=25:duration=8,geq=lum=T*20+20:cb=128:cr=128,"
          + "format=yuv420p -f lavfi -i sine=duration=8 -c:a aac ";

  @TempDir Path data;
  @TempDir Path clips;

  @ParameterizedTest
  @CsvSource({
    "a.mp4, -c:v libx264 -g 25 -preset ultrafast -qp 4", // can be copied
    "b.mp4, -c:v libx264 -g 250 -preset ultrafast -qp 4", // cannot
    "d.mp4, -c:v libx264 -g 25 -preset ultrafast -qp 4 -output_ts_offset 10", // all begins late
    "c.mkv, -c:v mpeg4 -q:v 1"
  })
  @DisplayName(
      "GC-11, GC-36: clip_start_seconds and clip_duration_seconds: the video is that part only")
  void part(String name, String encoder) throws Exception {
    Path clip = make(name, BRIGHTER + encoder);
    try (RunningHouse house = RunningHouse.withFfmpegOn(data)) {
      GcoreGuest guest = new GcoreGuest(house);
      JsonObject made =
          guest.create("part", ",\"clip_start_seconds\":3,\"clip_duration_seconds\":2");
      guest.upload(made, clip);
      JsonObject video = guest.ended(made);
      assertThat(video.string("status")).as("%s", video).contains("ready");
      assertThat(number(video, "duration")).isCloseTo(2000, Offset.offset(80L));
      assertThat(number(video, "origin_video_duration")).isCloseTo(8000, Offset.offset(80L));
      assertThat(number(video, "origin_size")).isEqualTo(Files.size(clip));
      assertThat(number(video, "clip_start_seconds")).isEqualTo(3);

      Path served = clips.resolve("served.mp4");
      Files.write(
          served, guest.watch(GcoreGuest.converted(video).getFirst(), "mp4_url").raw().body());
      List<Integer> steps = brightness(served);
      assertThat(steps).hasSizeBetween(48, 52);
      assertThat(steps.getFirst()).isCloseTo(80, Offset.offset(4));
      assertThat(steps.getLast()).isCloseTo(119, Offset.offset(4));
    }
  }

  @Test
  @DisplayName("GC-53: a part that lies behind the end: the video stays empty, and says why")
  void behindTheEnd() throws Exception {
    Path clip = make("d.mp4", BRIGHTER + "-c:v libx264 -preset ultrafast -movflags +faststart");
    try (RunningHouse house = RunningHouse.withFfmpegOn(data)) {
      GcoreGuest guest = new GcoreGuest(house);
      for (String wish :
          List.of(
              ",\"clip_start_seconds\":8",
              ",\"clip_start_seconds\":7,\"clip_duration_seconds\":3")) {
        JsonObject made = guest.create("part", wish);
        guest.upload(made, clip);
        JsonObject video = guest.ended(made);
        assertThat(video.string("status")).contains("empty");
        assertThat(video.string("error"))
            .contains("Requested encoding duration exceeds clip length");
        assertThat(guest.watch(video, "hls_url").status()).isEqualTo(404);
      }
      JsonObject rest = guest.create("the rest", ",\"clip_start_seconds\":7");
      guest.upload(rest, clip);
      assertThat(number(guest.ended(rest), "duration")).isCloseTo(1000, Offset.offset(80L));
    }
  }

  @Test
  @DisplayName("GC-36, CF-32: of the account's minutes a cut video takes what its part takes")
  void minutes() throws Exception {
    Path clip =
        make(
            "e.mp4",
            "-f lavfi -i color=red:size=128x96:rate=5:duration=70 -c:v libx264 -g 5"
                + " -preset ultrafast");
    try (RunningHouse house = RunningHouse.withFfmpegOn(data, "--upload.minutes=1m")) {
      GcoreGuest guest = new GcoreGuest(house);
      JsonObject first =
          guest.create("fits", ",\"clip_start_seconds\":0,\"clip_duration_seconds\":35");
      guest.upload(first, clip);
      assertThat(guest.ended(first).string("status")).contains("ready");

      JsonObject second =
          guest.create("too long", ",\"clip_start_seconds\":0,\"clip_duration_seconds\":30");
      guest.upload(second, clip);
      assertThat(guest.ended(second).string("error"))
          .contains("The storage limit has been exceeded");
    }
  }

  private Path make(String name, String arguments) throws Exception {
    return RealFfmpeg.generate(clips.toRealPath().resolve(name), arguments);
  }

  /** Of each picture. */
  private List<Integer> brightness(Path file) throws Exception {
    Path gray = clips.toRealPath().resolve("gray.raw");
    RealFfmpeg.run(
        Tool.FFMPEG,
        List.of(
            "-v",
            "error",
            "-y",
            "-i",
            file.toRealPath().toString(),
            "-vf",
            "extractplanes=y,scale=1:1:flags=area",
            "-fps_mode",
            "passthrough",
            "-f",
            "rawvideo",
            gray.toString()));
    byte[] bytes = Files.readAllBytes(gray);
    return IntStream.range(0, bytes.length).mapToObj(i -> bytes[i] & 0xff).toList();
  }

  private static long number(JsonObject video, String member) {
    return video.number(member).orElseThrow().longValueExact();
  }
}
