package slipway.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.caption.Caption;
import slipway.core.caption.KeepCaption;
import slipway.core.caption.RemoveCaption;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.video.Video;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryLooseFiles;
import slipway.testing.MemoryBlobs;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

/** Captions from a caller's text to their blobs. */
final class StoredCaptionsTest {
  private static final KeepCaption.Asked GERMAN = asked("de", "Deutsch");
  private static final String SRT = "1\n00:01,000 --> 00:02,000\nHallo\n";
  private static final String VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHallo\n";

  private final Ports ports = Ports.inMemory();
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final StoredCaptions files =
      new StoredCaptions(blobs, new CountingIds(), new InMemoryLooseFiles(), new SettableClock());
  private final KeepCaption keep =
      new KeepCaption(
          ports.videos(), ports.captions(), files, ports.transactions(), new SettableClock());
  private final RemoveCaption remove =
      new RemoveCaption(ports.captions(), files, ports.transactions());
  private final Video video = Samples.video(1, 1);

  @BeforeEach
  void add() {
    ports.videos().add(video);
  }

  @Test
  @DisplayName("MD-75: what comes as SRT rests as WebVTT, durable")
  void srt_restsAsWebVtt() {
    Caption caption = keep.add(video.id(), GERMAN, SRT.getBytes(UTF_8));
    blobs.losePower();

    assertThat(text(caption)).isEqualTo(VTT);
    assertThat(caption.size()).isEqualTo(VTT.length());
    assertThat(ports.captions().of(video.id())).containsExactly(caption);
    assertThat(caption.blob()).startsWith(video.id() + "/");
  }

  @Test
  void replacing_takesThePlaceOfTheLanguage_andItsFile() {
    Caption first = keep.replace(video.id(), GERMAN, SRT.getBytes(UTF_8));
    Caption other = keep.replace(video.id(), asked("en", "English"), SRT.getBytes(UTF_8));
    Caption second = keep.replace(video.id(), asked("DE", "Neu"), "WEBVTT\n".getBytes(UTF_8));

    assertThat(second.number()).isEqualTo(first.number());
    assertThat(ports.captions().of(video.id())).containsExactly(second, other);
    assertThat(second.blob()).as("another text is another key").isNotEqualTo(first.blob());
    assertThat(blobs.bytes(first.blob())).isEmpty();
    assertThat(text(second)).isEqualTo("WEBVTT\n");
  }

  @Test
  void adding_leavesThoseOfTheSameLanguage() {
    Caption first = keep.add(video.id(), GERMAN, SRT.getBytes(UTF_8));
    Caption second = keep.add(video.id(), GERMAN, SRT.getBytes(UTF_8));

    assertThat(ports.captions().of(video.id())).containsExactly(first, second);
  }

  @Test
  void changing_keepsTheTextUnlessThereIsANewOne() {
    Caption before = keep.add(video.id(), GERMAN, SRT.getBytes(UTF_8));
    Caption renamed = keep.change(video.id(), before.number(), asked("gsw", "Züri"), null);
    assertThat(renamed.blob()).isEqualTo(before.blob());
    assertThat(renamed.label()).isEqualTo("Züri");

    Caption rewritten =
        keep.change(video.id(), before.number(), GERMAN, "WEBVTT\n".getBytes(UTF_8));
    assertThat(text(rewritten)).isEqualTo("WEBVTT\n");
    assertThat(blobs.bytes(before.blob())).isEmpty();
    refused(
        Problem.NotFound.class,
        () -> keep.change(CountingIds.uuid(99), before.number(), GERMAN, null));
    refused(Problem.NotFound.class, () -> keep.change(video.id(), 99, GERMAN, null));
  }

  @Test
  void removing_givesTheFileBack() {
    Caption caption = keep.add(video.id(), GERMAN, SRT.getBytes(UTF_8));
    refused(Problem.NotFound.class, () -> remove.remove(CountingIds.uuid(99), caption.number()));
    remove.remove(video.id(), caption.number());

    assertThat(ports.captions().of(video.id())).isEmpty();
    assertThat(blobs.bytes(caption.blob())).isEmpty();
    refused(Problem.NotFound.class, () -> remove.remove(video.id(), caption.number()));
  }

  @Test
  void refusals_leaveNothingBehind() {
    refused(
        Problem.UnsupportedMedia.class, () -> keep.add(video.id(), GERMAN, "no".getBytes(UTF_8)));
    refused(
        Problem.BodyTooLarge.class, () -> keep.add(video.id(), GERMAN, new byte[(10 << 20) + 1]));
    blobs.room(5);
    refused(Problem.NoSpace.class, () -> keep.add(video.id(), GERMAN, SRT.getBytes(UTF_8)));
    blobs.repair();
    ports.videos().update(video.deleted(SettableClock.START));
    refused(Problem.NotFound.class, () -> keep.add(video.id(), GERMAN, SRT.getBytes(UTF_8)));

    assertThat(ports.captions().of(video.id())).isEmpty();
    assertThat(blobs.bytes(video.id() + "/caption-000000000001.vtt")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                | x",
        "d                 | x",
        "de_DE             | x",
        "de\"              | x",
        "de-abcdefghi      | x",
        "de                | ''",
        "de                | 'a\nb'",
        "de                | 'a\u2028b'",
      })
  @DisplayName("REL-55: languages and labels that could break out of a playlist are refused")
  void oddWords_areRefused(String language, String label) {
    refused(
        Problem.BadField.class,
        () -> keep.add(video.id(), asked(language, label), SRT.getBytes(UTF_8)));
    refused(
        Problem.BadField.class,
        () -> keep.add(video.id(), asked("de", "x".repeat(201)), SRT.getBytes(UTF_8)));
  }

  @Test
  void captionsOfAVideo_areLimited() {
    for (int i = 0; i < 200; i++) {
      keep.add(video.id(), GERMAN, SRT.getBytes(UTF_8));
    }

    refused(Problem.WrongState.class, () -> keep.add(video.id(), GERMAN, SRT.getBytes(UTF_8)));
    keep.replace(video.id(), GERMAN, SRT.getBytes(UTF_8));
    assertThat(ports.captions().of(video.id())).hasSize(200);
  }

  @Test
  @DisplayName("REL-53: only so many are read at once; a refusal gives its turn back")
  void turns_areLimited() {
    CaptionTurns turns = new CaptionTurns(Duration.ofMillis(50));
    var stored =
        new StoredCaptions(
            blobs, new CountingIds(), new InMemoryLooseFiles(), new SettableClock(), turns);
    byte[] none = "no".getBytes(UTF_8);
    byte[] srt = SRT.getBytes(UTF_8);
    for (int i = 0; i <= CaptionTurns.AT_ONCE; i++) {
      refused(Problem.UnsupportedMedia.class, () -> stored.keep(video.id(), none));
      refused(Problem.UnsupportedMedia.class, () -> stored.keepAhead(video.id(), none));
    }
    List<CaptionTurns.Turn> taken =
        Stream.generate(turns::next).limit(CaptionTurns.AT_ONCE).toList();
    refused(Problem.Busy.class, () -> stored.keep(video.id(), srt));
    refused(Problem.Busy.class, () -> stored.keepAhead(video.id(), srt));

    taken.getFirst().close();
    assertThat(stored.keep(video.id(), srt).size()).isEqualTo(VTT.length());
    assertThat(stored.keepAhead(video.id(), srt).size()).isEqualTo(VTT.length());
  }

  @Test
  @DisplayName("REL-53: more cues than a caption may have are refused, and nothing is left of them")
  void tooMany_areRefused() {
    byte[] text = ("WEBVTT\n\n" + "0:1-->0:2\na\n".repeat(100_001)).getBytes(UTF_8);

    refused(Problem.UnsupportedMedia.class, () -> keep.add(video.id(), GERMAN, text));
    assertThat(blobs.bytes(video.id() + "/caption-000000000001.vtt")).isEmpty();
  }

  @Test
  @DisplayName("MD-75: a text of many pieces is kept whole, in UTF-8")
  void longText_isWhole() {
    String cue =
        "00:00:01.000 --> 00:00:02.000\n%s\n".formatted("Zürich 東京 \ud83c\udfac".repeat(20));
    String vtt = "WEBVTT\n\n" + String.join("\n", Collections.nCopies(3000, cue));
    Caption caption = keep.add(video.id(), GERMAN, vtt.getBytes(UTF_8));

    assertThat(text(caption)).isEqualTo(vtt);
    assertThat(caption.size()).isEqualTo(vtt.getBytes(UTF_8).length);
  }

  private String text(Caption caption) {
    return new String(files.read(caption), UTF_8);
  }

  private static void refused(Class<? extends Problem> problem, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ProblemException.class, refusal -> assertThat(refusal.problem()).isInstanceOf(problem));
  }

  private static KeepCaption.Asked asked(String language, String label) {
    return new KeepCaption.Asked(language, label, Caption.Kind.SUBTITLES);
  }
}
