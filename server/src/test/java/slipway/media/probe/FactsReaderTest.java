package slipway.media.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.media.ffmpeg.Demuxer;

/** ffprobe's report with all its gaps, without ffprobe. */
final class FactsReaderTest {
  private static FactsReader reader(String... lines) {
    FlatReport report = new FlatReport();
    report.line("format.nb_streams=2");
    report.line("format.format_name=\"mov,mp4,m4a\"");
    for (String line : lines) {
      report.line(line);
    }
    return new FactsReader(report);
  }

  private static MediaFacts facts(String... lines) {
    return reader(lines).facts(Demuxer.MOV, Duration.ofSeconds(1));
  }

  @Test
  @DisplayName("MD-14: everything may be missing, N/A, unknown or nonsense")
  void gaps() {
    MediaFacts empty = facts();
    assertThat(empty.tracks()).hasSize(2).allMatch(Track.Other.class::isInstance);
    assertThat(empty.video()).isEmpty();
    assertThat(empty.audio()).isEmpty();
    MediaFacts nonsense =
        facts(
            "streams.stream.0.codec_type=\"video\"",
            "streams.stream.0.codec_name=\"unknown\"",
            "streams.stream.0.width=99999999999999999999",
            "streams.stream.0.height=\"N/A\"",
            "streams.stream.0.avg_frame_rate=\"0/0\"",
            "streams.stream.0.r_frame_rate=\"-1/0\"",
            "streams.stream.0.sample_aspect_ratio=\"0:1\"",
            "streams.stream.0.duration=\"1e999\"",
            "streams.stream.0.start_time=\"NaN\"",
            "streams.stream.0.tags.DURATION=\"-1:xx\"",
            "streams.stream.1.codec_type=\"audio\"",
            "streams.stream.1.codec_name=\"aac\"",
            "streams.stream.1.sample_rate=\"0\"",
            "garbage",
            "=");
    Track.Video video = (Track.Video) nonsense.tracks().getFirst();
    assertThat(video.codec()).isEmpty();
    assertThat(video.rate()).isEmpty();
    assertThat(video.duration()).isEmpty();
    assertThat(video.start()).isEmpty();
    assertThat(video.pixelShape()).isEqualTo(Ratio.of(1));
    assertThat(nonsense.video()).isEmpty();
    assertThat(nonsense.audio()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // of the file, of the tag, when the track begins; what the track plays
    "10, 99999:00:00.000000000, 0, 10",
    "10, 00:00:08.000000000,    0, 8",
    "10, 00:00:10.000000000,    4, 6",
    "10, 00:00:05.000000000,    4, 5",
    "10, 99999:00:00.000000000, 11, 10",
    "0,  99999:00:00.000000000, 0, 359996400",
  })
  @DisplayName("REL-53, MD-43: a tag makes no track longer than its file")
  void durationTag(long whole, String tag, long begins, long seconds) {
    FactsReader reader =
        reader(
            "format.start_time=\"1.000000\"",
            "streams.stream.0.codec_type=\"video\"",
            "streams.stream.0.start_time=\"" + (begins + 1) + ".000000\"",
            "streams.stream.0.tags.DURATION=\"" + tag + "\"");
    MediaFacts facts = reader.facts(Demuxer.MATROSKA, Duration.ofSeconds(whole));
    assertThat(((Track.Video) facts.tracks().getFirst()).duration())
        .contains(Duration.ofSeconds(seconds));
  }

  private static String[] video(int index, String rate, boolean marked, boolean cover) {
    String stream = "streams.stream." + index + ".";
    return new String[] {
      stream + "codec_type=\"video\"",
      stream + "codec_name=\"h264\"",
      stream + "width=640",
      stream + "height=360",
      stream + "r_frame_rate=\"" + rate + "\"",
      stream + "avg_frame_rate=\"" + rate + "\"",
      stream + "disposition.default=" + (marked ? 1 : 0),
      stream + "disposition.attached_pic=" + (cover ? 1 : 0),
    };
  }

  @ParameterizedTest
  @CsvSource({
    // first: rate, default, cover; second: rate, default; chosen
    "30/1, false, false, 25/1, true,  1",
    "30/1, false, false, 25/1, false, 0",
    "30/1, false, false, 1/1,  true,  0",
    "30/1, true,  true,  25/1, false, 1",
  })
  @DisplayName(
      "MD-17: default-marked video with 5 frames per second, then the first; never a cover")
  void chosenVideo(
      String rate, boolean marked, boolean cover, String rate2, boolean marked2, int chosen) {
    String[] first = video(0, rate, marked, cover);
    String[] second = video(1, rate2, marked2, false);
    String[] both = new String[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertThat(facts(both).video().orElseThrow().index()).isEqualTo(chosen);
  }

  @ParameterizedTest
  @CsvSource({"90, 360x640", "-90, 360x640", "-89, 360x640", "180, 640x360", "3, 640x360"})
  @DisplayName("MD-19: rotation from side data swaps the sides")
  void rotation(int degrees, String expected) {
    String[] video = video(0, "30/1", true, false);
    String[] lines = Arrays.copyOf(video, video.length + 2);
    lines[video.length] =
        "streams.stream.0.side_data_list.side_data.1.side_data_type=\"Display Matrix\"";
    lines[video.length + 1] = "streams.stream.0.side_data_list.side_data.1.rotation=" + degrees;
    assertThat(facts(lines).video().orElseThrow().displaySize()).hasToString(expected);
  }

  @Test
  @DisplayName("MD-15: side data or a sample entry tells of encryption")
  void encrypted() {
    assertThat(reader().encrypted()).isFalse();
    assertThat(reader("streams.stream.1.codec_tag_string=\"enca\"").encrypted()).isTrue();
    String type = "streams.stream.0.side_data_list.side_data.0.side_data_type";
    assertThat(reader(type + "=\"Encryption initialization data\"").encrypted()).isTrue();
  }

  @Test
  @DisplayName("REL-55: text of a user in tags cannot pass for a value")
  void tags() {
    FlatReport report = new FlatReport();
    report.line("format.tags.title=\"x\\nformat.duration=\\\"9\\\"\"");
    report.line("streams.stream.2.tags.title=\"x\\nformat.duration=\\\"9\\\"\"");
    report.line("streams.stream.2.tags.comment=\"x\"");
    report.line("streams.stream.0.tags.DURATION=\"00:00:01.500000000\"");
    assertThat(report.text("format.tags.title")).isEmpty();
    assertThat(report.text("format.duration")).isEmpty();
    assertThat(report.text("streams.stream.2.tags.comment")).isEmpty();
    assertThat(report.text("streams.stream.2.tags.title")).contains("xnformat.duration=\"9\"");
    assertThat(report.text("streams.stream.0.tags.DURATION")).contains("00:00:01.500000000");
  }

  @ParameterizedTest
  @CsvSource({
    "00000010 66747970 69736f6d 00000000 00000010 6d6f6f76 00000008 70737368, true",
    "00000018 6d6f6f76 00000010 7472616b 00000008 73696e66, true",
    "00000010 6d6f6f66 00000008 70737368, true",
    "00000018 75756964 d08a4f18 10f34a82 b6c832d8 aba183d3, true",
    "00000018 75756964 00000000 00000000 00000000 00000000, false",
    "00000010 6d646174 00000008 70737368, false",
    "00000004 6d6f6f76 00000008 70737368, false",
    "00000001 6d6f6f76, false",
    "7fffffff 6d6f6f76 00000008 70737368, false",
    "00, false",
  })
  @DisplayName("MD-15: marks of protection are found by walking boxes, and odd boxes end the walk")
  void marks(String hex, boolean expected, @TempDir Path temporary) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    Path file = Files.write(temporary.resolve("boxes"), bytes);
    assertThat(ProtectionMarks.in(file)).isEqualTo(expected);
  }

  @Test
  void ratios() {
    assertThat(Ratio.parse("30000/1001")).contains(new Ratio(30000, 1001));
    assertThat(Ratio.parse("64:45")).contains(new Ratio(64, 45));
    for (String text :
        List.of("0/0", "1/0", "0/1", "-1/2", "x/y", "5", "", "/", "99999999999999999999/1")) {
      assertThat(Ratio.parse(text)).isEmpty();
    }
  }
}
