package slipway.pipeline;

import static java.util.stream.Collectors.counting;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.storage.Blob;
import slipway.storage.BlobStore;
import slipway.storage.file.FileBlobs;
import slipway.testing.CountingIds;

/** Good files with random bytes changed, through all that inspection does. */
final class FuzzedFilesTest {
  private static final List<String> CLIPS =
      List.of(
          "sample.mp4",
          "sample_fragmented.mp4",
          "sample_with_srt.mkv",
          "sample.flv",
          "bear.opus",
          "bear-id3.mp3");
  private static final int IN_EACH_RUN = 100;
  private static final int IN_ALL = 2000;
  private static final int MOST_CHANGES = 50;

  /** A busy machine aside, the promise for each of them. */
  private static final Duration AT_MOST = Duration.ofSeconds(2);

  /** Most of what parsers read lies here. */
  private static final int HEADERS = 4096;

  @TempDir Path folder;

  @Test
  @Tag("ffmpeg")
  @DisplayName("REL-41: 100 fuzzed files end with a finding and a sentence, none with an exception")
  void aHundred() throws Exception {
    inspect(0, IN_EACH_RUN);
  }

  @Test
  @Tag("ffmpeg")
  @Tag("long")
  @DisplayName("REL-41: 2,000 fuzzed files end with a finding and a sentence, each within 2 s")
  void twoThousand() throws Exception {
    List<Look> looks = inspect(0, IN_ALL);
    looks.sort(Comparator.comparing(Look::took));
    Map<String, Long> findings =
        looks.stream().collect(Collectors.groupingBy(Look::finding, TreeMap::new, counting()));
    // For bench/results, where the figures of a quiet hour are kept.
    System.out.printf(
        "%d files; median %d ms, 99 %% %d ms, slowest %d ms (seed %d)%n",
        IN_ALL,
        looks.get(IN_ALL / 2).took().toMillis(),
        looks.get(IN_ALL * 99 / 100).took().toMillis(),
        looks.getLast().took().toMillis(),
        looks.getLast().seed());
    findings.forEach((finding, times) -> System.out.printf("| %s | %d |%n", finding, times));
    assertThat(looks.getLast().took()).isLessThan(AT_MOST);
  }

  /** One file: how long it took, and what was found. */
  private record Look(int seed, Duration took, String finding) {}

  private List<Look> inspect(int from, int to) throws IOException {
    List<Look> looks = new ArrayList<>();
    BlobStore blobs = new FileBlobs(folder.toRealPath(), 0L);
    Inspector inspector =
        new Inspector(
            new FfmpegState.Present(RealFfmpeg.inStrongestLayer()),
            new Probes(),
            (blob, tracks) -> {});
    for (int seed = from; seed < to; seed++) {
      Path file = Files.write(folder.resolve("fuzzed"), fuzzed(seed));
      String key = "video/source";
      blobs.publish(file, key);
      try (Blob blob = blobs.open(key).orElseThrow()) {
        long begun = System.nanoTime();
        Inspection found = inspector.inspect(CountingIds.uuid(1), blob);
        looks.add(new Look(seed, Duration.ofNanos(System.nanoTime() - begun), finding(found)));
        assertThat(found).as("seed " + seed).isNotInstanceOf(Inspection.NotNow.class);
        if (found instanceof Inspection.Refused(var failure)) {
          assertThat(failure.sentence()).as("seed " + seed).contains(" ").doesNotContain("/");
        }
      }
      blobs.delete(key);
    }
    return looks;
  }

  private static String finding(Inspection found) {
    return switch (found) {
      case Inspection.AsIs _ -> "plays as it is";
      case Inspection.Remux _ -> "is remuxed";
      case Inspection.Encode _ -> "is encoded";
      case Inspection.Refused(var failure) -> "refused: " + failure.sentence();
      case Inspection.NotNow(String reason) -> "waits: " + reason;
      case Inspection.Again(_, String cause) -> "again: " + cause;
      case Inspection.Stopped _ -> "stopped";
    };
  }

  private static byte[] fuzzed(int seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = Files.readAllBytes(RealFfmpeg.clip(CLIPS.get(seed % CLIPS.size())));
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      int reach = random.nextBoolean() ? Math.min(HEADERS, bytes.length) : bytes.length;
      bytes[random.nextInt(reach)] = (byte) random.nextInt();
    }
    return bytes;
  }
}
