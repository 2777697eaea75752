package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.storage.Blob;
import slipway.storage.BlobStore;
import slipway.storage.file.FileBlobs;

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
  @DisplayName("REL-41: 2,000 fuzzed files end with a finding and a sentence")
  void twoThousand() throws Exception {
    inspect(IN_EACH_RUN, IN_ALL);
  }

  private void inspect(int from, int to) throws IOException {
    BlobStore blobs = new FileBlobs(folder.toRealPath(), 0L);
    Inspector inspector =
        new Inspector(new FfmpegState.Present(RealFfmpeg.inStrongestLayer()), (blob, tracks) -> {});
    for (int seed = from; seed < to; seed++) {
      Path file = Files.write(folder.resolve("fuzzed"), fuzzed(seed));
      String key = "video/source";
      blobs.publish(file, key);
      try (Blob blob = blobs.open(key).orElseThrow()) {
        Inspection found = inspector.inspect(blob);
        assertThat(found).as("seed " + seed).isNotInstanceOf(Inspection.NotNow.class);
        if (found instanceof Inspection.Refused(var failure)) {
          assertThat(failure.sentence()).as("seed " + seed).contains(" ").doesNotContain("/");
        }
      }
      blobs.delete(key);
    }
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
