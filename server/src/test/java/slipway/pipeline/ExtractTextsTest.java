package slipway.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.caption.Caption;
import slipway.core.caption.KeepEmbedded;
import slipway.core.caption.Languages;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.Outcome;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.file.FileBlobs;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryLooseFiles;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.faults.FullStore;

/** With the real FFmpeg, in its box. */
final class ExtractTextsTest {
  @TempDir Path folder;

  private final Ports ports = Ports.inMemory();
  private final Video video = Samples.video(1, 1);
  private FileBlobs blobs;
  private StoredCaptions files;

  @BeforeEach
  void open() throws IOException {
    blobs = new FileBlobs(folder, /* reserve= */ 0);
    files =
        new StoredCaptions(blobs, new CountingIds(), new InMemoryLooseFiles(), new SettableClock());
    ports.videos().add(video);
  }

  @Test
  @DisplayName("MD-76: a text track becomes a caption with language and label, once")
  void text_becomesACaption() throws Exception {
    source("sample_with_srt.mkv");
    done(stage().run(job(), JobControl.none()));
    done(stage().run(job(), JobControl.none()));

    List<Caption> captions = ports.captions().of(video.id());
    assertThat(captions).hasSize(1);
    Caption caption = captions.getFirst();
    assertThat(caption.language()).isEqualTo("en");
    assertThat(caption.label()).isEqualTo("Subs Label");
    assertThat(caption.origin()).isEqualTo(Caption.Origin.EMBEDDED);
    assertThat(new String(files.read(caption), UTF_8))
        .startsWith("WEBVTT")
        .contains("This is the first subtitle.");
    assertThat(folder.resolve(video.id().toString()).toFile().list())
        .as("the second run left nothing behind")
        .hasSize(2);
  }

  @Test
  @DisplayName("MD-76: nothing comes of a file without text, of noise, or of a video that is gone")
  void nothing_isMadeOfNothing() throws Exception {
    done(stage().run(job(), JobControl.none()));
    source("sample.mp4");
    done(stage().run(job(), JobControl.none()));
    Files.write(folder.resolve(BlobKeys.source(video.id())), new byte[5000]);
    done(stage().run(job(), JobControl.none()));
    source("sample_with_srt.mkv");
    ports.videos().update(video.deleted(SettableClock.START));
    done(stage().run(job(), JobControl.none()));

    assertThat(ports.captions().of(video.id())).isEmpty();
    assertThat(folder.resolve(video.id().toString()).toFile().list()).containsExactly("source");
  }

  @Test
  void withoutFfmpeg_itWaits() throws Exception {
    source("sample_with_srt.mkv");
    Outcome outcome =
        new ExtractTexts(keep(), files, blobs, new FfmpegState.Absent(List.of()), new Probes())
            .run(job(), JobControl.none());
    assertThat(outcome).isInstanceOf(Outcome.Wait.class);
  }

  @Test
  @DisplayName("REL-13, REL-42: on a full disk it waits, and no try is used up")
  void onFullDisk_itWaits() throws Exception {
    source("sample_with_srt.mkv");
    Outcome outcome =
        new ExtractTexts(
                keep(),
                files,
                blobs,
                new FfmpegState.Present(RealFfmpeg.onFullDisk()),
                new Probes())
            .run(job(), JobControl.none());
    assertThat(outcome)
        .isEqualTo(new Outcome.Wait(Duration.ofMinutes(1), "waiting for space on the disk"));
  }

  @Test
  @DisplayName("REL-42: a disk that is full when the captions are kept is waited for, too")
  void onFullDisk_captionsWait() throws Exception {
    source("sample_with_srt.mkv");
    files =
        new StoredCaptions(
            FullStore.atAppend(1, blobs),
            new CountingIds(),
            new InMemoryLooseFiles(),
            new SettableClock());
    assertThat(stage().run(job(), JobControl.none())).isInstanceOf(Outcome.Wait.class);
    assertThat(folder.resolve(video.id().toString()).toFile().list()).containsExactly("source");
    done(stage().run(job(), JobControl.none()));
    assertThat(ports.captions().of(video.id())).hasSize(1);
  }

  @Test
  @DisplayName("REL-42, REL-53: when the disk is full at the second text, the first is dropped")
  void onFullDisk_nothingStays() throws Exception {
    sourceWith("1\n00:00:00,1 --> 00:00:00,9\na\n", "1\n00:00:00,1 --> 00:00:00,9\nb\n");
    files =
        new StoredCaptions(
            FullStore.atAppend(2, blobs),
            new CountingIds(),
            new InMemoryLooseFiles(),
            new SettableClock());

    assertThat(stage().run(job(), JobControl.none())).isInstanceOf(Outcome.Wait.class);
    assertThat(folder.resolve(video.id().toString()).toFile().list()).containsExactly("source");
    done(stage().run(job(), JobControl.none()));
    assertThat(ports.captions().of(video.id())).hasSize(2);
  }

  @Test
  @DisplayName("REL-53, MD-76: a text with too many cues is left out, the others become captions")
  void tooManyCues_areLeftOut() throws Exception {
    sourceWith(
        // FFmpeg takes what is the same for a mistake.
        IntStream.rangeClosed(1, 100_001)
            .mapToObj("1\n00:00:00,1 --> 00:00:00,9\n%d\n"::formatted)
            .collect(Collectors.joining("\n")),
        "1\n00:00:00,1 --> 00:00:00,9\nb\n");
    done(stage().run(job(), JobControl.none()));

    assertThat(ports.captions().of(video.id()))
        .singleElement()
        .satisfies(caption -> assertThat(new String(files.read(caption), UTF_8)).endsWith("\nb\n"));
    assertThat(folder.resolve(video.id().toString()).toFile().list()).hasSize(2);
  }

  @Test
  @DisplayName("REL-53: while others read captions it waits, and no try is used up")
  void withoutATurn_itWaits() throws Exception {
    source("sample_with_srt.mkv");
    CaptionTurns turns = new CaptionTurns(Duration.ofMillis(50));
    files =
        new StoredCaptions(
            blobs, new CountingIds(), new InMemoryLooseFiles(), new SettableClock(), turns);
    for (int i = 0; i < CaptionTurns.AT_ONCE; i++) {
      var _ = turns.next();
    }

    assertThat(stage().run(job(), JobControl.none())).isInstanceOf(Outcome.Wait.class);
  }

  /** A film with these texts, in Matroska. */
  private void sourceWith(String first, String second) throws Exception {
    Path one = Files.writeString(folder.resolve("one.srt"), first);
    Path other = Files.writeString(folder.resolve("other.srt"), second);
    Path film = folder.resolve("film.mkv");
    RealFfmpeg.run(
        Tool.FFMPEG,
        List.of(
            "-nostdin -v error -y -i %s -i %s -i %s -map 0:v -map 1 -map 2 -c copy %s"
                .formatted(RealFfmpeg.clip("sample.mp4"), one, other, film)
                .split(" ")));
    Path source = folder.resolve(BlobKeys.source(video.id()));
    Files.createDirectories(source.resolveSibling("."));
    Files.move(film, source);
  }

  @Test
  @DisplayName("REL-42: FFmpeg does not write text tracks into the disk's reserve")
  void onReserve_itWaits() throws Exception {
    source("sample_with_srt.mkv");
    var ffmpeg = new FfmpegState.Present(RealFfmpeg.on(() -> 0));
    assertThat(
            new ExtractTexts(keep(), files, blobs, ffmpeg, new Probes())
                .run(job(), JobControl.none()))
        .isInstanceOf(Outcome.Wait.class);
  }

  @Test
  @DisplayName("REL-22: an FFmpeg that is ended with the server has not tried in vain")
  void stopped_isNoTry() throws Exception {
    source("sample_with_srt.mkv");
    Probes probes = new Probes();
    try (Blob blob = blobs.open(BlobKeys.source(video.id())).orElseThrow()) {
      probes.of(RealFfmpeg.inStrongestLayer(), blob);
    }
    // Without memory it ends at once, as if somebody had ended it.
    Ffmpeg ended = RealFfmpeg.with(usual -> usual.withMemory(64L << 20, 64L << 20));
    var stage = new ExtractTexts(keep(), files, blobs, new FfmpegState.Present(ended), probes);
    Job last = new Job("texts", video.id().toString(), 3, 0, Optional.empty());

    assertThat(stage.run(last, JobControl.none())).isInstanceOf(Outcome.Done.class);
    assertThat(stage.run(last, stopping())).isInstanceOf(Outcome.RetryAfter.class);
    Outcome first = stage.run(job(), JobControl.none());
    assertThat(first).as("it fails, indeed").isInstanceOf(Outcome.RetryAfter.class);
  }

  /** Of a server that stops, before it has told so whoever runs FFmpeg. */
  private static JobControl stopping() {
    return new JobControl() {
      @Override
      public boolean cancelled() {
        return true;
      }

      @Override
      public void onCancel(Runnable action) {
        // Comes too late.
      }
    };
  }

  @Test
  @DisplayName("GC-156: languages of three letters become those of two")
  void languages_areShortened() {
    assertThat(Languages.tag("eng")).isEqualTo("en");
    assertThat(Languages.tag("GER")).isEqualTo("de");
    assertThat(Languages.tag("deu")).isEqualTo("de");
    assertThat(Languages.tag("pt-br")).isEqualTo("pt-BR");
    assertThat(Languages.tag("gsw")).isEqualTo("gsw");
    assertThat(Languages.tag("und")).isEqualTo("und");
    assertThat(Languages.tag("")).isEqualTo("und");
    assertThat(Languages.tag("x\ny")).isEqualTo("und");
    assertThat(Languages.ownName("de")).isEqualTo("Deutsch");
    assertThat(Languages.ownName("tr")).isEqualTo("Türkçe");
    assertThat(Languages.ownName("und")).isEqualTo("Subtitles");
  }

  private Job job() {
    return new Job("texts", video.id().toString(), 1, 0, Optional.empty());
  }

  private static void done(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    ((Outcome.Done) outcome).change().run();
  }

  private ExtractTexts stage() {
    return new ExtractTexts(
        keep(), files, blobs, new FfmpegState.Present(RealFfmpeg.inStrongestLayer()), new Probes());
  }

  private KeepEmbedded keep() {
    return new KeepEmbedded(
        ports.videos(), ports.captions(), ports.transactions(), new SettableClock());
  }

  private void source(String clip) throws IOException {
    Path file = folder.resolve(BlobKeys.source(video.id()));
    Files.createDirectories(file.resolveSibling("."));
    Files.write(file, Files.readAllBytes(RealFfmpeg.clip(clip)));
  }
}
