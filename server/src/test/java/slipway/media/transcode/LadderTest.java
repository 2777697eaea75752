package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.media.transcode.SourceLimit.A_LITTLE_MORE;
import static slipway.media.transcode.SourceLimit.NONE;
import static slipway.media.transcode.SourceLimit.NO_MORE;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.media.probe.Ratio;
import slipway.media.probe.Track.Size;

final class LadderTest {
  private static final TranscodeSettings SETTINGS = TranscodeSettings.defaults();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // size | bitrate | expected, largest first
        "1920x1080 | 9000000 | 1080p0 1920x1080 5000000, 720p0 1280x720 2800000, 480p0 854x480"
            + " 1400000, 360p0 640x360 800000",
        "1080x1920 | 9000000 | 1080p0 1080x1920 5000000, 720p0 720x1280 2800000, 480p0 480x854"
            + " 1400000, 360p0 360x640 800000",
        "3840x2160 | 40000000 | 1080p0 1920x1080 5000000, 720p0 1280x720 2800000, 480p0 854x480"
            + " 1400000, 360p0 640x360 800000",
        "1920x1080 | 1000000 | 1080p0 1920x1080 1200000, 360p0 640x360 800000",
        "1920x1080 | 0 | 1080p0 1920x1080 5000000, 720p0 1280x720 2800000, 480p0 854x480 1400000,"
            + " 360p0 640x360 800000",
        "518x488 | 2000000 | 488p0 518x488 2400000, 360p0 382x360 800000",
        "161x121 | 90000 | 120p0 160x120 108000",
        "1x1 | 0 | 2p0 2x2 400000",
      })
  @DisplayName(
      "MD-33, GC-41: by short side, none larger than the source, none heavier, at least one")
  void standard(String size, long bitrate, String expected) {
    assertThat(rungs(size, bitrate, false, new LadderChoice.Standard())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1920x1080 | 6000000 | 720p0 1280x720 2800000, 480p0 854x480 1400000, 360p0 640x360 800000",
        "1920x1080 | 20000 | ''",
        "640x360 | 3000000 | ''",
        "854x480 | 780000 | ''",
        "3840x2160 | 7900000 | 1080p0 1920x1080 5000000, 720p0 1280x720 2800000, 480p0 854x480"
            + " 1400000, 360p0 640x360 800000",
      })
  @DisplayName("MD-33: a source that is watched as it is stays the largest rung")
  void belowPlayable(String size, long bitrate, String expected) {
    assertThat(rungs(size, bitrate, true, new LadderChoice.Standard())).isEqualTo(expected);
    Size pixels = size(size);
    assertThat(Ladder.wanted(pixels, 30, bitrate, new LadderChoice.Standard(), SETTINGS))
        .isEqualTo(!expected.isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1920x1080 | 5000000 | 1080p0 1920x1080 6000000, 720p0 1280x720 2666666, 360p0 640x360"
            + " 666666",
        "1280x720 | 4000001 | 720p0 1280x720 4800001, 360p0 640x360 1000000",
        "640x360 | 1000001 | 360p0 640x360 1200001, low-bitrate 640x360 500000",
        "1920x1080 | 1100000 | 1080p0 1920x1080 1320000, 360p0 640x360 146666",
        "400x239 | 517099 | 240p0 400x240 620518, low-bitrate 400x240 258549",
        "1920x1080 | 500000000 | 1080p0 1920x1080 288000000, 720p0 1280x720 4000000, 360p0 640x360"
            + " 1000000",
      })
  @DisplayName("LP-153, LP-154, LP-155: Livepeer's own ladder")
  void twoBelow(String size, long bitrate, String expected) {
    assertThat(rungs(size, bitrate, false, new LadderChoice.TwoBelow())).isEqualTo(expected);
  }

  @Test
  @DisplayName("GC-158: a set of qualities by name")
  void shortSides() {
    assertThat(rungs("1280x720", 0, false, new LadderChoice.ShortSides(List.of(720, 240, 2160))))
        .isEqualTo("720p0 1280x720 2800000, 240p0 426x240 400000");
  }

  @Test
  @DisplayName("MD-44, LP-156: as asked for; what is missing follows from the source")
  void byHand() {
    WantedRung box = wanted("Mobile HD!", 1280, 720, 1_500_000L);
    WantedRung bitrateOnly = wanted(null, null, null, 900_000L);
    WantedRung sameName = wanted("mobile-hd", null, 360, null);
    WantedRung reserved = wanted("audio", 8000, 8000, 5L);
    assertThat(
            rungs(
                "1080x1920",
                0,
                false,
                new LadderChoice.ByHand(List.of(box, bitrateOnly, sameName, reserved))))
        .isEqualTo(
            "1920p1 1080x1920 900000, 1920p3 1080x1920 5000,"
                + " mobile-hd 406x720 1500000, mobile-hd-2 202x360 400000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "video",
        "Thumbnails!",
        "my SDP",
        "WebRTC low",
        "wsdpx",
        "source-2",
        "captions-1",
        "-"
      })
  @DisplayName(
      "LP-35, LP-156: a name that others have, or that misleads players, is not taken over")
  void byHand_namesOfOthers(String name) {
    List<WantedRung> both =
        List.of(wanted(name, null, 480, 900_000L), wanted(name + " x", null, 360, 5_000L));
    assertThat(rungs("1280x720", 0, false, new LadderChoice.ByHand(both)))
        .startsWith("480p0 ")
        .doesNotContain("sdp", "webrtc");
    assertThat(
            rungs(
                "1280x720",
                0,
                false,
                new LadderChoice.ByHand(List.of(wanted("Video HD", null, 480, 900_000L)))))
        .startsWith("video-hd ");
  }

  @Test
  @DisplayName("GC-41: source_bitrate_limit: no rung has more bits than the source, or as it likes")
  void limits() {
    FrameRates.Choice rate = new FrameRates.Choice(Ratio.of(30), false);
    Size size = new Size(1280, 720);
    assertThat(rates(new Ladder.Source(size, rate, 1_000_000, /* playable= */ false, NO_MORE)))
        .isEqualTo("720p0 1000000, 360p0 800000");
    assertThat(rates(new Ladder.Source(size, rate, 1_000_000, false, A_LITTLE_MORE)))
        .isEqualTo("720p0 1200000, 360p0 800000");
    assertThat(rates(new Ladder.Source(size, rate, 1_000_000, false, NONE)))
        .isEqualTo("720p0 2800000, 480p0 1400000, 360p0 800000");
    assertThat(rates(new Ladder.Source(size, rate, 1_000_000, true, NONE)))
        .isEqualTo("480p0 1400000, 360p0 800000");
    assertThat(Ladder.wanted(size, 30, 500_000, new LadderChoice.Standard(), SETTINGS, NONE))
        .isTrue();
    assertThat(Ladder.wanted(size, 30, 500_000, new LadderChoice.Standard(), SETTINGS, NO_MORE))
        .isFalse();
  }

  private static String rates(Ladder.Source source) {
    return Ladder.rungs(source, new LadderChoice.Standard(), SETTINGS).stream()
        .map(rung -> rung.name() + " " + rung.maxRate())
        .collect(Collectors.joining(", "));
  }

  private static WantedRung wanted(
      @Nullable String name,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable Long bitrate) {
    return new WantedRung(
        Optional.ofNullable(name),
        width == null ? OptionalInt.empty() : OptionalInt.of(width),
        height == null ? OptionalInt.empty() : OptionalInt.of(height),
        bitrate == null ? OptionalLong.empty() : OptionalLong.of(bitrate),
        Optional.empty(),
        OptionalInt.empty(),
        VideoEncoder.H264,
        H264Profile.HIGH,
        Optional.of(Duration.ofSeconds(4)));
  }

  private static Size size(String text) {
    String[] sides = text.split("x", 2);
    return new Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
  }

  private static String rungs(String size, long bitrate, boolean playable, LadderChoice choice) {
    Ladder.Source source =
        new Ladder.Source(
            size(size), new FrameRates.Choice(Ratio.of(30), false), bitrate, playable);
    return Ladder.rungs(source, choice, SETTINGS).stream()
        .map(rung -> rung.name() + " " + rung.size() + " " + rung.maxRate())
        .collect(Collectors.joining(", "));
  }
}
