package slipway.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.media.ffmpeg.FfmpegCommand.Output;
import slipway.media.ffmpeg.FilterGraph.Chain;

final class CommandTest {
  private static final Path INPUT = Path.of("/data/blobs/0198-aa/source");
  private static final Path WORK = Path.of("/data/scratch/run-1");

  private static final FilterGraph GRAPH =
      new FilterGraph(
          List.of(
              new Chain(
                  "0:0",
                  List.of(FilterGraph.filter("scale").with("w", 640).with("h", 360)),
                  List.of("v0"))));

  private static FfmpegCommand transcode() {
    Output output = new Output("[v0]", List.of("-c:v", "libx264"), Optional.of("video.mp4"));
    return new FfmpegCommand(
        INPUT, Optional.of(Demuxer.MOV), 67_108_864, 2, Optional.of(GRAPH), List.of(output));
  }

  @Test
  @DisplayName("MD-11, rule 4: everything that admits an input stands before it")
  void admissionStandsBeforeInput() {
    for (ToolCommand command :
        List.of(
            transcode(),
            new ProbeCommand(INPUT, Optional.of(Demuxer.MOV), 67_108_864),
            new PacketsCommand(
                INPUT, Demuxer.MOV, 67_108_864, 1, Optional.empty(), Duration.ofSeconds(9)))) {
      List<String> arguments = command.arguments(WORK);
      List<String> beforeInput = arguments.subList(0, arguments.indexOf("-i"));
      assertThat(beforeInput)
          .containsSequence("-protocol_whitelist", "file")
          .containsSequence("-format_whitelist", Admission.DEMUXERS)
          .containsSequence("-codec_whitelist", Admission.DECODERS)
          .containsSequence("-max_streams", "64")
          .containsSequence("-max_pixels", "67108864")
          .containsSequence("-probesize", "20M", "-analyzeduration", "20M")
          .containsSequence("-f", "mov")
          .contains("-hide_banner");
      assertThat(arguments).containsOnlyOnce("-i").containsSequence("-i", "file:" + INPUT);
    }
  }

  @Test
  @DisplayName("MD-11, MD-23: ffmpeg reads no standard input and reports progress")
  void ffmpegIsQuiet() {
    assertThat(transcode().arguments(WORK))
        .startsWith("-nostdin", "-hide_banner")
        .containsSequence("-progress", "pipe:1")
        .containsSequence("-map_metadata", "-1", "-map_chapters", "-1")
        .endsWith("file:/data/scratch/run-1/video.mp4");
  }

  @Test
  @DisplayName("MD-11: the containers that may be opened, and no other")
  void demuxers() {
    assertThat(Admission.DEMUXERS.split(","))
        .containsExactlyInAnyOrder(
            "mov",
            "matroska",
            "webm",
            "avi",
            "flv",
            "mpegts",
            "mpeg",
            "mpegvideo",
            "asf",
            "mxf",
            "dv",
            "ogg",
            "wav",
            "mp3",
            "aac",
            "ac3",
            "eac3",
            "flac",
            "amr",
            "gif");
  }

  @Test
  @DisplayName("MD-40: packets are asked for from one time to another, in seconds")
  void packets() {
    PacketsCommand some =
        new PacketsCommand(
            INPUT,
            Demuxer.MPEGTS,
            1,
            /* track= */ 3,
            Optional.of(Duration.ofMillis(1_400)),
            Duration.ofMillis(9_381));
    assertThat(some.arguments(WORK))
        .containsSequence("-show_entries", "packet=pts_time,dts_time,flags")
        .containsSequence("-select_streams", "3")
        .containsSequence("-read_intervals", "1.400000%9.381000");
  }

  @Test
  @DisplayName(
      "REL-52: there are five kinds of command, and those that ask for nothing else read no file")
  void kindsOfCommand() {
    assertThat(ToolCommand.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(
            FfmpegCommand.class,
            ImageCommand.class,
            ProbeCommand.class,
            PacketsCommand.class,
            InquiryCommand.class);
    for (Tool tool : Tool.values()) {
      for (InquiryCommand.Question question : InquiryCommand.Question.values()) {
        assertThat(new InquiryCommand(tool, question).arguments(WORK)).doesNotContain("-i");
      }
    }
  }

  @Test
  @DisplayName("A picture that somebody sent is read as the one kind it is, from a plain path")
  void picture() {
    ImageCommand command = image(Path.of("/in/picture"), "thumb.jpg");
    assertThat(command.arguments(WORK))
        .containsSubsequence("-protocol_whitelist", "file")
        .containsSubsequence("-format_whitelist", "png_pipe")
        .containsSubsequence("-codec_whitelist", "png")
        .containsSubsequence("-max_pixels", "1000");
    assertThat(command.inputs()).containsExactly(Path.of("/in/picture"));
    for (String name : new String[] {"../t.jpg", "t.png", "t%d.jpg", ""}) {
      assertThatIllegalArgumentException().isThrownBy(() -> image(Path.of("/in/picture"), name));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> image(Path.of("picture"), "t.jpg"));
  }

  private static ImageCommand image(Path path, String fileName) {
    return new ImageCommand(path, ImageCommand.Kind.PNG, 200, 1000, fileName);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-i",
        ";rm -rf",
        "%d",
        "a\nb",
        "../x.mp4",
        "x.mp4;y",
        "\u202emp4.x",
        "\uD83D\uDE00.mp4",
        "",
        "movie=/etc/passwd",
        "[v0]",
        "x.m3u8",
        "concat:a|b"
      })
  @DisplayName("REL-52, MD-07: no odd word becomes a file name, pad, filter or option value")
  void oddWordsAreRefused(String word) {
    List<Runnable> ways =
        List.of(
            () -> new Output("0:0", List.of(), Optional.of(word)),
            () -> new Output("0:" + word, List.of(), Optional.empty()),
            () -> FilterGraph.filter("scale").withWord("w", word + ":h"),
            () -> FilterGraph.filter("scale").withWord(word + "=", "1"),
            () -> FilterGraph.filter(word + " "),
            () -> new Chain(word, List.of(FilterGraph.filter("null")), List.of("v0")),
            () -> new Chain("0:0", List.of(FilterGraph.filter("null")), List.of("[" + word)));
    for (Runnable way : ways) {
      assertThatIllegalArgumentException().isThrownBy(way::run);
    }
  }

  @Test
  @DisplayName("MD-07: an input is an absolute path of our own")
  void relativeInputIsRefused() {
    ProbeCommand command = new ProbeCommand(Path.of("-i"), Optional.empty(), 1);
    assertThatIllegalArgumentException().isThrownBy(() -> command.arguments(WORK));
  }

  @Test
  void numbersInFiltersDoNotFollowTheLocale() {
    assertThat(FilterGraph.filter("fps").with("fps", 23.976).withWord("r", "30000/1001").text())
        .isEqualTo("fps=fps=23.976000:r=30000/1001");
  }
}
