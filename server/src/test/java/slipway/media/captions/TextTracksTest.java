package slipway.media.captions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
    List<EmbeddedText> texts = texts(RealFfmpeg.clip("sample_with_srt.mkv"), Container.MATROSKA);
    assertThat(texts).hasSize(1);
    assertThat(texts.getFirst().language()).contains("eng");
    assertThat(texts.getFirst().title()).contains("Subs Label");
    assertThat(WebVtt.write(texts.getFirst().cues()))
        .isEqualTo("WEBVTT\n\n00:00:00.000 --> 00:00:01.234\nThis is the first subtitle.\n");
  }

  @Test
  @DisplayName("MD-76: ASS in Matroska")
  void ass() throws Exception {
    List<EmbeddedText> texts =
        texts(RealFfmpeg.clip("sample_with_ass_subtitles.mkv"), Container.MATROSKA);
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
      List<EmbeddedText> texts = texts(file, container);
      assertThat(texts).as(each[0]).hasSize(2);
      assertThat(texts.getFirst().language()).contains("ger");
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

  private static List<EmbeddedText> texts(Path file, Container container) throws Exception {
    Ffmpeg ffmpeg = RealFfmpeg.inStrongestLayer();
    MediaFacts facts = ((ProbeResult.Probed) new Prober(ffmpeg).probe(file, container)).facts();
    TextReading reading = new TextTracks(ffmpeg).read(file, facts, new Cancellation());
    return ((TextReading.Read) reading).texts();
  }
}
