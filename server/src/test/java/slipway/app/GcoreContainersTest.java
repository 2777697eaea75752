package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.JsonValue.JsonObject;
import slipway.media.ffmpeg.RealFfmpeg;

/** What files Gcore's door takes: a clip of every kind that its guide lists. */
@Tag("ffmpeg")
final class GcoreContainersTest {
  private static final String PICTURE = "-f lavfi -i testsrc2=size=176x144:rate=25:duration=1 ";
  private static final String SOUND = "-f lavfi -i sine=sample_rate=48000:duration=1 ";
  private static final String H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p ";
  private static final String H264_AAC = H264 + "-c:a aac ";
  private static final String MPEG1 = "-c:v mpeg1video -c:a mp2 ";
  private static final String MPEG2 = "-c:v mpeg2video -c:a mp2 ";
  private static final String WINDOWS = "-c:v wmv2 -c:a wmav2 ";
  private static final String DV =
      "-c:v dvvideo -s 720x576 -pix_fmt yuv420p -c:a pcm_s16le -ac 2 -f dv";

  @TempDir Path data;
  @TempDir Path clips;

  /**
   * By the ending, or the second half of the media type, that the guide names; of MPEG-TS under its
   * long names one more with time stamps before each packet.
   */
  private static Map<String, String> kinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("3g2", PICTURE + SOUND + "-c:v mpeg4 -c:a aac -f 3g2");
    kinds.put("3gp", PICTURE + SOUND + "-c:v h263 -c:a libopencore_amrnb -ar 8000 -ac 1 -f 3gp");
    kinds.put("asf", PICTURE + SOUND + WINDOWS + "-f asf");
    kinds.put("avi", PICTURE + SOUND + "-c:v mpeg4 -c:a mp2 -f avi");
    kinds.put("dif", PICTURE + SOUND + DV);
    kinds.put("dv", PICTURE + SOUND + DV);
    kinds.put("flv", PICTURE + SOUND + "-c:v flv -ar 44100 -c:a aac -f flv");
    kinds.put("f4v", PICTURE + SOUND + H264_AAC + "-f f4v");
    kinds.put("m4v", PICTURE + SOUND + H264_AAC + "-f ipod");
    kinds.put("mov", PICTURE + SOUND + "-c:v mjpeg -c:a pcm_s16le -f mov");
    kinds.put("mp4", PICTURE + SOUND + H264_AAC + "-f mp4");
    kinds.put("mpeg", PICTURE + SOUND + MPEG1 + "-f mpeg");
    kinds.put("mpg", PICTURE + SOUND + MPEG2 + "-f mpeg");
    kinds.put("mts", PICTURE + SOUND + H264 + "-c:a ac3 -mpegts_m2ts_mode 1 -f mpegts");
    kinds.put("m2t", PICTURE + SOUND + MPEG2 + "-f mpegts");
    kinds.put("m2ts", PICTURE + SOUND + H264_AAC + "-mpegts_m2ts_mode 1 -f mpegts");
    kinds.put("qt", PICTURE + SOUND + H264_AAC + "-f mov");
    kinds.put("wmv", PICTURE + SOUND + WINDOWS + "-f asf");
    kinds.put("vob", PICTURE + SOUND + "-c:v mpeg2video -c:a ac3 -f vob");
    kinds.put("mkv", PICTURE + SOUND + H264_AAC + "-f matroska");
    kinds.put("ogv", PICTURE + SOUND + "-c:v libvpx -deadline realtime -c:a libopus -f ogv");
    kinds.put("webm", PICTURE + SOUND + "-c:v libvpx -deadline realtime -c:a libopus -f webm");
    kinds.put("ogg", SOUND + "-c:a libopus -f ogg");
    kinds.put("mxf", PICTURE + SOUND + "-c:v mpeg2video -c:a pcm_s16le -f mxf");
    kinds.put("quicktime", PICTURE + H264 + "-f mov");
    kinds.put("x-ms-wmv", SOUND + "-c:a wmav2 -f asf");
    kinds.put("mpeg-tts", PICTURE + SOUND + MPEG2 + "-mpegts_m2ts_mode 1 -f mpegts");
    kinds.put("vnd-dlna-mpeg-tts", PICTURE + H264 + "-mpegts_m2ts_mode 1 -f mpegts");
    return kinds;
  }

  @Test
  @DisplayName("GC-123 every kind of the guide's list is taken, whatever its file is called")
  void everyKind() throws Exception {
    try (RunningHouse house =
        RunningHouse.withFfmpegOn(data, "--transcode.ladder=off", "--transcode.preset=ultrafast")) {
      GcoreGuest guest = new GcoreGuest(house);
      List<JsonObject> made = new ArrayList<>();
      for (Map.Entry<String, String> kind : kinds().entrySet()) {
        Path clip =
            RealFfmpeg.generate(
                clips.toRealPath().resolve(kind.getKey()), kind.getValue().strip() + " -shortest");
        JsonObject video = guest.create(kind.getKey(), "");
        guest.upload(video, clip);
        made.add(video);
      }
      for (JsonObject each : made) {
        JsonObject video = guest.ended(each);
        assertThat(video.string("status")).as("%s", video).contains("ready");
        assertThat(video.number("duration").orElseThrow().doubleValue()).isBetween(900.0, 1200.0);
        assertThat(guest.watch(video, "hls_url").status()).isEqualTo(200);
      }
    }
  }

  @Test
  @DisplayName("GC-127 several audio tracks are renditions among which players choose")
  void severalTracks() throws Exception {
    try (RunningHouse house = RunningHouse.withFfmpegOn(data)) {
      GcoreGuest guest = new GcoreGuest(house);
      Path clip =
          RealFfmpeg.generate(
              clips.toRealPath().resolve("two.mp4"),
              PICTURE
                  + SOUND
                  + "-f lavfi -i sine=frequency=900:sample_rate=48000:duration=1 "
                  + "-map 0 -map 1 -map 2 -metadata:s:a:0 language=eng"
                  + " -metadata:s:a:1 language=ger -movflags +faststart "
                  + H264_AAC);
      JsonObject made = guest.create("two", "");
      guest.upload(made, clip);
      JsonObject video = guest.ended(made);
      assertThat(video.string("status")).as("%s", video).contains("ready");
      for (String member : List.of("hls_url", "hls_cmaf_url")) {
        List<String> sounds =
            guest
                .watch(video, member)
                .body()
                .lines()
                .filter(line -> line.startsWith("#EXT-X-MEDIA:TYPE=AUDIO"))
                .toList();
        assertThat(sounds).as(member).hasSize(2);
        assertThat(sounds.getFirst()).contains("LANGUAGE=\"en\"", "DEFAULT=YES");
        assertThat(sounds.getLast()).contains("LANGUAGE=\"de\"", "DEFAULT=NO");
        for (String sound : sounds) {
          String list = sound.substring(sound.indexOf("URI=\"") + 5, sound.lastIndexOf('"'));
          assertThat(guest.watch(video, member, list).status()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  @DisplayName("GC-127 sound alone is taken: it plays, and is offered as a file")
  void soundAlone() throws Exception {
    try (RunningHouse house = RunningHouse.withFfmpegOn(data)) {
      GcoreGuest guest = new GcoreGuest(house);
      Path clip =
          RealFfmpeg.generate(clips.toRealPath().resolve("a.mp3"), SOUND + "-c:a libmp3lame");
      JsonObject made = guest.create("sound", "");
      guest.upload(made, clip);
      JsonObject video = guest.ended(made);
      assertThat(video.string("status")).as("%s", video).contains("ready");
      assertThat(video.number("origin_audio_channels").orElseThrow().intValue()).isOne();
      assertThat(video.elements("screenshots").orElseThrow()).isEmpty();
      String master = guest.watch(video, "hls_url").body();
      assertThat(master).contains("mp4a.40.2").doesNotContain("RESOLUTION");
      JsonObject sound = GcoreGuest.converted(video).getFirst();
      assertThat(sound.string("mp4_url").orElseThrow()).endsWith("_audio.mp4");
      assertThat(guest.watch(sound, "mp4_url").status()).isEqualTo(200);
    }
  }
}
