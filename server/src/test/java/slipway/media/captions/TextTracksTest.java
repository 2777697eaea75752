package slipway.media.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;
import slipway.media.probe.Container;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;

/** With the real FFmpeg, in its box. */
final class TextTracksTest {
  @TempDir Path folder;

  @Test
  @DisplayName("MD-76: subrip in Matroska, with its language and title")
  void subrip() throws Exception {
    List<Text> texts = texts(RealFfmpeg.clip("sample_with_srt.mkv"), Container.MATROSKA);
    assertThat(texts).hasSize(1);
    assertThat(texts.getFirst().track().language()).contains("eng");
    assertThat(texts.getFirst().track().title()).contains("Subs Label");
    assertThat(CaptionReaderTest.written(texts.getFirst().cues()))
        .isEqualTo("WEBVTT\n\n00:00:00.000 --> 00:00:01.234\nThis is the first subtitle.\n");
  }

  @Test
  @DisplayName("MD-76: ASS in Matroska")
  void ass() throws Exception {
    List<Text> texts = texts(RealFfmpeg.clip("sample_with_ass_subtitles.mkv"), Container.MATROSKA);
    assertThat(texts).hasSize(1);
    assertThat(texts.getFirst().cues().getFirst().text()).isEqualTo("This is the first subtitle.");
  }

  @Test
  @DisplayName("MD-76: mov_text in MP4 and WebVTT in Matroska, with i, b and u, several at once")
  void movTextAndWebVtt() throws Exception {
    Path srt =
        Files.writeString(
            folder.resolve("a.srt"), "1\n00:00:00,100 --> 00:00:00,900\n<i>a</i> <b>b</b> & c\n");
    for (String[] each : new String[][] {{"mov_text", "x.mp4"}, {"webvtt", "x.mkv"}}) {
      Path file = folder.resolve(each[1]);
      RealFfmpeg.run(
          Tool.FFMPEG,
          List.of(
              "-nostdin",
              "-v",
              "error",
              "-y",
              "-i",
              RealFfmpeg.clip("sample.mp4").toString(),
              "-i",
              srt.toString(),
              "-i",
              srt.toString(),
              "-map",
              "0:v",
              "-map",
              "1",
              "-map",
              "2",
              "-c:v",
              "copy",
              "-c:s",
              each[0],
              "-metadata:s:s:0",
              "language=ger",
              file.toString()));
      Container container = each[0].equals("webvtt") ? Container.MATROSKA : Container.ISO_BMFF;
      List<Text> texts = texts(file, container);
      assertThat(texts).as(each[0]).hasSize(2);
      assertThat(texts.getFirst().track().language()).contains("ger");
      assertThat(texts.getFirst().cues().getFirst().text())
          .as(each[0])
          .isEqualTo("<i>a</i> <b>b</b> &amp; c");
    }
  }

  @Test
  @DisplayName("MD-76: a file without text costs no run and gives none")
  void none() throws Exception {
    assertThat(texts(RealFfmpeg.clip("sample.mp4"), Container.ISO_BMFF)).isEmpty();
  }

  @Test
  @DisplayName("MD-76: who cancels is given no more texts; what a taker throws comes through")
  void taking_mayEnd() throws Exception {
    Cancellation cancellation = new Cancellation();
    Path file = withTwoTexts();
    List<EmbeddedText> taken = new ArrayList<>();
    TextTracks.Taker last =
        text -> {
          taken.add(text);
          cancellation.cancel();
        };
    assertThat(read(file, Container.ISO_BMFF, last, cancellation))
        .isEqualTo(new TextReading.Cancelled());
    assertThat(taken).hasSize(1);
    assertThat(taken.getFirst().srt()).as("is there only while it is taken").doesNotExist();

    assertThatThrownBy(() ->
            read(
                file,
                Container.ISO_BMFF,
                text -> {
                  throw new IOException("no more");
                },
                new Cancellation()))
        .isInstanceOf(IOException.class)
        .hasMessage("no more");
  }

  private Path withTwoTexts() throws Exception {
    Path srt = Files.writeString(folder.resolve("b.srt"), "1\n00:00:00,1 --> 00:00:00,9\na\n");
    Path file = folder.resolve("two.mp4");
    RealFfmpeg.run(
        Tool.FFMPEG,
        List.of(
            "-nostdin -v error -y -i %s -i %s -map 0:v -map 1 -map 1 -c:v copy -c:s mov_text %s"
                .formatted(RealFfmpeg.clip("sample.mp4"), srt, file)
                .split(" ")));
    return file;
  }

  private record Text(EmbeddedText track, List<Cue> cues) {}

  private static List<Text> texts(Path file, Container container) throws Exception {
    List<Text> texts = new ArrayList<>();
    TextTracks.Taker taker =
        text -> {
          CaptionReading reading = CaptionReader.read(Files.readAllBytes(text.srt()));
          texts.add(new Text(text, ((CaptionReading.Read) reading).cues()));
        };
    assertThat(read(file, container, taker, new Cancellation())).isEqualTo(new TextReading.Read());
    return texts;
  }

  private static TextReading read(
      Path file, Container container, TextTracks.Taker taker, Cancellation cancellation)
      throws Exception {
    Ffmpeg ffmpeg = RealFfmpeg.inStrongestLayer();
    MediaFacts facts = ((ProbeResult.Probed) new Prober(ffmpeg).probe(file, container)).facts();
    return new TextTracks(ffmpeg).read(file, facts, taker, cancellation);
  }
}
