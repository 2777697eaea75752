package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.media.container.FileByteSource;
import slipway.media.container.JoinedTrack;
import slipway.media.container.MovieJoiner;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.Mp4Track;
import slipway.media.container.SampleTable;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.probe.Container;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;

/** Sound in pieces against the same sound in one file (decision 0021). */
@Tag("ffmpeg")
final class SoundPiecesTest {
  private static final int LENGTH = 45;

  @TempDir Path temporary;

  private final Ffmpeg ffmpeg = RealFfmpeg.inStrongestLayer();

  @Test
  @DisplayName(
      "MD-32, MD-40: pieces of a sound are, packet for packet and sample for sample, the sound in"
          + " one piece: no gap, and the encoder's priming once, where it belongs")
  void piecesAreLikeOneFile() throws Exception {
    // A tone that rises: wherever a sample is missing or twice, what follows is another one.
    Path source =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("source.webm"),
            "-f lavfi -i aevalsrc='0.5*sin(300*t*t)|0.4*sin(900*t)':s=48000:d="
                + LENGTH
                + " -f lavfi -i testsrc2=size=64x36:rate=5:duration="
                + LENGTH
                + " -c:a libopus -c:v libvpx -deadline realtime -metadata:s:a:0 language=fra");
    LadderPlan plan =
        LadderPlan.of(facts(source), new LadderChoice.OwnSize(), TranscodeSettings.defaults());
    List<Duration> cuts = SoundPieces.cuts(plan);
    assertThat(cuts)
        .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(40));

    Path whole = temporary.resolve("whole.m4a");
    try (WorkFolder folder = ffmpeg.workFolder()) {
      EncodingResult made =
          new Encoding(ffmpeg, TranscodeSettings.defaults())
              .make(plan.soundOnly(), source, folder, share -> {}, new Cancellation());
      Files.move(
          Objects.requireNonNull(((EncodingResult.Made) made).files().get(LadderPlan.AUDIO)),
          whole);
    }
    Path joined = temporary.resolve("joined.m4a");
    List<FileByteSource> open = new ArrayList<>();
    try (WorkFolder folder = ffmpeg.workFolder()) {
      EncodingResult made =
          new Encoding(ffmpeg, TranscodeSettings.defaults())
              .makeSound(plan, cuts, source, folder, share -> {}, new Cancellation());
      assertThat(made).isInstanceOf(EncodingResult.Made.class);
      assertThat(SoundPieces.all(folder, /* taken= */ 0)).isEqualTo(4);
      List<MovieJoiner.Part> parts = new ArrayList<>();
      for (int number = 0; number < 4; number++) {
        FileByteSource bytes = FileByteSource.open(SoundPieces.file(folder, number));
        open.add(bytes);
        parts.add(new MovieJoiner.Part(bytes, sound(bytes)));
      }
      assertThat(MovieJoiner.obstacle(parts)).isEmpty();
      assertThat(MovieJoiner.obstacle(parts.reversed())).as("in another order").isPresent();
      MovieJoiner.join(parts, joined);
      assertThat(JoinedTrack.of(parts).track().samples().count())
          .isEqualTo(parts.stream().mapToInt(part -> part.track().samples().count()).sum());
    } finally {
      for (FileByteSource one : open) {
        one.close();
      }
    }

    try (FileByteSource one = FileByteSource.open(whole);
        FileByteSource other = FileByteSource.open(joined)) {
      Mp4Track expected = sound(one);
      Mp4Track found = sound(other);
      assertThat(found.mediaStart()).isEqualTo(expected.mediaStart()).isPositive();
      assertThat(found.language()).isEqualTo("fra");
      assertThat(durations(found)).isEqualTo(durations(expected));
      assertThat(found.presentationEnd()).isCloseTo(expected.presentationEnd(), within(0.002));
    }
    assertThat(packets(joined)).hasSizeGreaterThan(2000).isEqualTo(packets(whole));
    assertThat(samples(joined)).isEqualTo(samples(whole));
  }

  @Test
  @DisplayName("Short sound is not cut, and that of hours into few pieces")
  void cuts() throws Exception {
    Path source =
        RealFfmpeg.generate(
            temporary.toRealPath().resolve("short.mka"), "-f lavfi -i sine=duration=12 -c:a aac");
    LadderPlan plan =
        LadderPlan.of(facts(source), new LadderChoice.OwnSize(), TranscodeSettings.defaults());
    assertThat(SoundPieces.cuts(plan)).isEmpty();
    assertThat(SoundPieces.cuts(plan.silent())).isEmpty();
  }

  private static org.assertj.core.data.Offset<Double> within(double seconds) {
    return org.assertj.core.data.Offset.offset(seconds);
  }

  private MediaFacts facts(Path file) {
    ProbeResult result = new Prober(ffmpeg).probe(file, Container.MATROSKA);
    assertThat(result).isInstanceOf(ProbeResult.Probed.class);
    return ((ProbeResult.Probed) result).facts();
  }

  private static Mp4Track sound(FileByteSource source) throws Exception {
    assertThat(Mp4Index.read(source)).isInstanceOf(Mp4Reading.Parsed.class);
    Mp4Movie movie = ((Mp4Reading.Parsed) Mp4Index.read(source)).movie();
    return movie.audio().orElseThrow();
  }

  private static List<Long> durations(Mp4Track track) {
    SampleTable samples = track.samples();
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < samples.count(); i++) {
      all.add((long) samples.duration(i));
    }
    return all;
  }

  /** Time and sum of each. */
  private static List<String> packets(Path file) throws Exception {
    return RealFfmpeg.run(
        Tool.FFMPEG,
        List.of("-v", "error", "-i", file.toString(), "-c", "copy", "-f", "framemd5", "-"));
  }

  /** A sum of all that is heard, and of where it is. */
  private static List<String> samples(Path file) throws Exception {
    return RealFfmpeg.run(
        Tool.FFMPEG, List.of("-v", "error", "-i", file.toString(), "-f", "framemd5", "-"));
  }
}
