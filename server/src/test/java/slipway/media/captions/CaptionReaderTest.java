package slipway.media.captions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testing.Clips;

final class CaptionReaderTest {
  private static final String TYPICAL =
      """
      WEBVTT

      00:00:00.000 --> 00:00:01.234
      This is the first subtitle.

      00:00:02.345 --> 00:00:03.456
      This is the second subtitle.
      Second subtitle with second line.

      02:00:04.567 --> 02:00:08.901
      This is the third subtitle.
      """;

  @ParameterizedTest
  @ValueSource(strings = {"typical.srt", "typical_utf16le.srt"})
  @DisplayName("MD-75: SRT in UTF-8 and UTF-16 LE becomes WebVTT")
  void srt_becomesWebVtt(String name) throws IOException {
    assertThat(converted(Files.readAllBytes(Clips.clip(name)))).isEqualTo(TYPICAL);
  }

  @Test
  @DisplayName("MD-75: marks of UTF-8 and UTF-16 BE, any line ends")
  void marks_areRead() {
    String srt = "\ufeff1\r\n00:01,5 --> 00:02,50\r\nHällo\r\n";
    String vtt = "WEBVTT\n\n00:00:01.500 --> 00:00:02.500\nHällo\n";

    assertThat(converted(srt.getBytes(UTF_8))).isEqualTo(vtt);
    assertThat(converted(srt.getBytes(UTF_16BE))).isEqualTo(vtt);
    assertThat(converted(srt.substring(1).replace("\r\n", "\r").getBytes(UTF_8))).isEqualTo(vtt);
  }

  @Test
  @DisplayName("MD-75: what is written as WebVTT reads as itself")
  void webVtt_staysAsItIs() {
    assertThat(converted(TYPICAL.getBytes(UTF_8))).isEqualTo(TYPICAL);
  }

  @Test
  @DisplayName("MD-75: bad cues are skipped, the good ones around them stay")
  void badCues_areSkipped() {
    String srt =
        """
        1
        00:00:01,000 --> 00:00:02,000
        good

        2
        00:00:05,000 --> 00:00:04,000
        backwards

        3
        00:61:00,000 --> 00:62:00,000
        no such minute

        4
        nonsense --> 00:00:09,000
        no time

        5
        00:00:06,000 --> 00:00:07,000

        6
        00:00:08,000 --> 00:00:09,000 X1:40 X2:600
        after
        7
        00:00:10,000 --> 00:00:11,000
        no empty line before
        """;
    assertThat(converted(srt.getBytes(UTF_8)))
        .isEqualTo(
            """
            WEBVTT

            00:00:01.000 --> 00:00:02.000
            good

            00:00:08.000 --> 00:00:09.000
            after

            00:00:10.000 --> 00:00:11.000
            no empty line before
            """);
  }

  @Test
  @DisplayName("MD-75: of WebVTT, comments, styles and regions go; places stay; order by time")
  void webVtt_isMadePlain() {
    String vtt =
        """
        webvtt - title

        NOTE nothing

        STYLE
        ::cue { background: url(https://evil.example/) }

        REGION
        id:fred

        second
        00:04.000 --> 00:05.000 align:start line:10% region:fred onclick:x
        <v.loud Roger & Co>late <00:00:04.500>word

        00:01.000 --> 00:02.000
        early
        """;
    assertThat(converted(vtt.getBytes(UTF_8)))
        .isEqualTo(
            """
            WEBVTT

            00:00:01.000 --> 00:00:02.000
            early

            00:00:04.000 --> 00:00:05.000 align:start line:10%
            <v.loud Roger &amp; Co>late <00:00:04.500>word
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<i>a</i> <B>b</B> <u>c</u>        | <i>a</i> <b>b</b> <u>c</u>",
        "<font color=\"red\">a</font>      | a",
        "<script>alert(1)</script>         | alert(1)",
        "<img src=x onerror=alert(1)>a     | a",
        "{\\an8}a                          | a",
        "I <3 you                          | I &lt;3 you",
        "1 < 2 > 0                         | 1 &lt; 2 &gt; 0",
        "a --&gt; b                        | a --&gt; b",
        "x & y &amp; z &bogus;             | x &amp; y &amp; z &amp;bogus;",
        "]]>                               | ]]&gt;",
        "#EXT-X-ENDLIST                    | #EXT-X-ENDLIST",
        "<i onclick=x>a                    | <i>a",
        "<<i>b                             | &lt;<i>b",
        "<!-- x -->a                       | a",
      })
  @DisplayName("REL-55, MD-75: i, b and u stay, other tags go, the rest is escaped")
  void text_isMadeHarmless(String written, String expected) {
    assertThat(CaptionText.clean(written, /* vtt= */ false)).isEqualTo(expected);
  }

  @Test
  @DisplayName("REL-55: control characters and empty lines cannot end a cue or hide in it")
  void controls_areDropped() {
    assertThat(CaptionText.clean("a\u0000b\u001b[31m\n  \n\u0000\nc", /* vtt= */ true))
        .isEqualTo("ab[31m\nc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "<html>1",
        "12\n",
        "1\nno times here\n",
        "#EXTM3U\n",
        "WEBVTTX\n",
        "{\\rtf1"
      })
  @DisplayName("MD-75: what is neither SRT nor WebVTT is refused with a sentence")
  void strangers_areRefused(String text) {
    assertThat(CaptionReader.read(text.getBytes(UTF_8)))
        .isEqualTo(
            new CaptionReading.Refused(
                "This is neither SRT nor WebVTT; save it as one of them and send it again."));
  }

  @Test
  void otherEncodings_areRefused() {
    byte[] latin = "1\n00:01,000 --> 00:02,000\nHällo\n".getBytes(ISO_8859_1);
    assertThat(CaptionReader.read(latin))
        .isEqualTo(
            new CaptionReading.Refused(
                "The text is neither UTF-8 nor UTF-16; save it as UTF-8 and send it again."));
  }

  @Test
  @DisplayName("REL-53: a very long line, and very many cues, cost no more than their bytes")
  void long_isNotSlow() {
    byte[] line = new byte[4 << 20];
    Arrays.fill(line, (byte) '<');
    byte[] start = "WEBVTT\n\n00:01.000 --> 00:02.000\n".getBytes(UTF_8);
    System.arraycopy(start, 0, line, 0, start.length);
    assertThat(CaptionReader.read(line)).isInstanceOf(CaptionReading.Read.class);

    String many = "1\n00:01,000 --> 00:02,000\na\n\n".repeat(100_000);
    assertThat(((CaptionReading.Read) CaptionReader.read(many.getBytes(UTF_8))).cues())
        .hasSize(100_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0085", "\u2028", "\u2029"})
  @DisplayName("REL-53: Unicode's own ends of lines do not make a line of times slow")
  void unicodeLineEnds_areNotSlow(String end) {
    String one = "00:01.000 --> 00:02.000" + " ".repeat(60_000) + end + "\na\n\n";
    byte[] file = ("WEBVTT - a" + end + "b\n\n" + one.repeat(100)).getBytes(UTF_8);

    assertThat(cues(inTime(() -> CaptionReader.read(file)))).hasSize(100);
  }

  @Test
  @DisplayName("REL-53: one line of a million blanks is not slow either, and not kept as a whole")
  void longLine_isNotSlow() {
    String times = "00:01.000 --> 00:02.000";
    String vtt = "WEBVTT\n\n" + times + " ".repeat(1_000_000) + "line:1 \u2028\na\n";

    assertThat(cues(inTime(() -> CaptionReader.read(vtt.getBytes(UTF_8)))))
        .singleElement()
        .satisfies(cue -> assertThat(cue.settings()).isEmpty());
    assertThat(cues(CaptionReader.read(("WEBVTT\n\n" + times + "  line:1\na\n").getBytes(UTF_8))))
        .singleElement()
        .satisfies(cue -> assertThat(cue.settings()).isEqualTo("line:1"));
  }

  private static CaptionReading inTime(ThrowingSupplier<CaptionReading> reading) {
    return assertTimeoutPreemptively(Duration.ofSeconds(20), reading);
  }

  @Test
  @DisplayName("REL-53: more cues than one caption may have are refused, with what helps")
  void tooManyCues_areRefused() {
    String cue = "0:1-->0:2\na\n";
    String bad = "0:2-->0:1\na\n";
    String most = "WEBVTT\n\n" + bad + cue.repeat(CaptionReader.MOST_CUES);

    assertThat(cues(CaptionReader.read(most.getBytes(UTF_8)))).hasSize(CaptionReader.MOST_CUES);
    assertThat(CaptionReader.read((most + cue).getBytes(UTF_8)))
        .isEqualTo(
            new CaptionReading.TooMuch(
                "This has more than 100,000 cues, the most of one caption; join or leave out some"
                    + " of them and send it again."));
  }

  @Test
  @DisplayName("REL-53: a text that escaping makes larger than memory allows is refused")
  void tooMuchText_isRefused() {
    String cue = "00:01.000 --> 00:02.000\n" + "&".repeat(60_000) + "\n\n";
    String vtt = "WEBVTT\n\n" + cue.repeat(CaptionReader.MOST_TEXT / 300_000);

    assertThat(CaptionReader.read(vtt.getBytes(UTF_8))).isInstanceOf(CaptionReading.Read.class);
    assertThat(CaptionReader.read((vtt + cue).getBytes(UTF_8)))
        .isEqualTo(
            new CaptionReading.TooMuch(
                "This has more than 16,777,216 characters once <, > and & are escaped, the most of"
                    + " one caption; leave out some and send it again."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a\n"})
  @DisplayName("REL-53, MD-75: a cue longer than any screen is left out, those around it stay")
  void longCue_isLeftOut(String part) {
    String time = "00:01.000 --> 00:02.000\n";
    int parts = CaptionReader.LONGEST_CUE / part.length();
    String vtt =
        "WEBVTT\n\n%sb\n\n%s%s\n\n%s%s\n\n%s%s\n7\n%sc\n"
            .formatted(
                time,
                time,
                part.repeat(parts),
                time,
                part.repeat(parts + 1),
                time,
                part.repeat(10 * parts),
                time);

    assertThat(cues(CaptionReader.read(vtt.getBytes(UTF_8))))
        .extracting(cue -> cue.text().length())
        .containsExactly(1, (parts - 1) * part.length() + 1, 1);
  }

  @Test
  @DisplayName("MD-75: what is no text any more behind a good beginning is refused as a whole")
  void brokenEnd_isRefused() {
    String good = "1\n00:01,000 --> 00:02,000\na\n\n".repeat(10_000);

    for (String broken : List.of("\u00e4b", "\u00e4")) {
      assertThat(CaptionReader.read((good + broken).getBytes(ISO_8859_1)))
          .isInstanceOfSatisfying(
              CaptionReading.Refused.class,
              refused -> assertThat(refused.sentence()).contains("save it as UTF-8"));
    }
  }

  private static List<Cue> cues(CaptionReading reading) {
    assertThat(reading).isInstanceOf(CaptionReading.Read.class);
    return ((CaptionReading.Read) reading).cues();
  }

  private static String converted(byte[] file) {
    return switch (CaptionReader.read(file)) {
      case CaptionReading.Read(var cues) -> written(cues);
      case CaptionReading.Refused(String sentence) -> sentence;
      case CaptionReading.TooMuch(String sentence) -> sentence;
    };
  }

  static String written(List<Cue> cues) {
    var out = new StringBuilder();
    try {
      WebVtt.write(cues, out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString();
  }
}
