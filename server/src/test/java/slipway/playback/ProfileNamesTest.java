package slipway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.rendition.Rendition;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Response;
import slipway.media.ffmpeg.Demuxer;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.Ratio;
import slipway.media.probe.Track;
import slipway.media.transcode.H264Profile;
import slipway.media.transcode.LadderChoice;
import slipway.media.transcode.LadderPlan;
import slipway.media.transcode.TranscodeSettings;
import slipway.media.transcode.VideoEncoder;
import slipway.media.transcode.WantedRung;
import slipway.storage.BlobKeys;

/** Whatever a profile is called, its rendition does not lie behind one of our own routes. */
final class ProfileNamesTest {
  @TempDir Path folder;

  @Test
  @DisplayName("LP-127, LP-156: a profile named as a literal part of an address can be watched")
  void namesOfRoutes() throws IOException {
    Screen screen = new Screen(folder);
    Video video = screen.ready(1, "sample.mp4", Wishes.none());
    String folderOfVideo = "GET /hls/{playbackId}/";
    List<String> literals =
        screen.area.offered().stream()
            .filter(route -> route.startsWith(folderOfVideo))
            .map(route -> route.substring(folderOfVideo.length()).replaceFirst("/.*", ""))
            .filter(segment -> !segment.startsWith("{"))
            .distinct()
            .toList();
    assertThat(literals).contains("video", "thumbnails");
    for (String literal : literals) {
      String name = nameOf(literal);
      screen
          .ports
          .renditions()
          .publish(
              new Rendition(
                  video.id(), name, Rendition.Form.SOURCE, BlobKeys.source(video.id()), 2));
      Response playlist = screen.get(video, name + "/index.m3u8");
      assertThat(playlist.status()).as(literal).isEqualTo(200);
      Screen.release(playlist);
    }
  }

  /** The name of the rendition that a profile of that name becomes. */
  private static String nameOf(String profile) {
    Track.Video picture =
        new Track.Video(
            0,
            Optional.of("h264"),
            Optional.of("High"),
            1280,
            720,
            Ratio.of(1),
            0,
            Optional.of("yuv420p"),
            Optional.empty(),
            Optional.of(Ratio.of(30)),
            Optional.of(Ratio.of(30)),
            new Track.Colour(Optional.empty(), Optional.empty(), Optional.empty()),
            Optional.of(Duration.ZERO),
            Optional.of(Duration.ofSeconds(10)),
            OptionalLong.of(4_000_000),
            /* picture= */ false,
            /* byDefault= */ true);
    MediaFacts facts =
        new MediaFacts(
            Demuxer.MOV,
            List.of("mov", "mp4"),
            Duration.ofSeconds(10),
            Duration.ZERO,
            OptionalLong.of(4_000_000),
            List.of(picture));
    WantedRung wanted =
        new WantedRung(
            Optional.of(profile),
            OptionalInt.empty(),
            OptionalInt.of(480),
            OptionalLong.of(900_000),
            Optional.empty(),
            OptionalInt.empty(),
            VideoEncoder.H264,
            H264Profile.HIGH,
            Optional.empty());
    return LadderPlan.of(
            facts, new LadderChoice.ByHand(List.of(wanted)), TranscodeSettings.defaults())
        .rungs()
        .getFirst()
        .name();
  }
}
