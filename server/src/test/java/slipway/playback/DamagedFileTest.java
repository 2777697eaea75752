package slipway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.config.ByteSize;
import slipway.core.rendition.Rendition;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Content;
import slipway.http.Response;
import slipway.media.packaging.Links;
import slipway.media.packaging.Resource;
import slipway.storage.BlobKeys;
import slipway.storage.Sums;
import slipway.testing.Clips;

/** What a viewer gets of a file that the disk has changed. */
final class DamagedFileTest {
  /** Of several blocks. */
  private static final String CLIP = "sample_with_increasing_timestamps_360p.mp4";

  private static final String NAME = "360p";

  @TempDir Path folder;
  private Screen screen;
  private Video video;
  private Rendition rendition;
  private Path file;

  @BeforeEach
  void playable() throws IOException {
    screen = new Screen(Files.createDirectory(folder.resolve("store")));
    video = screen.ready(1, CLIP, Wishes.none());
    String key = BlobKeys.rendition(video.id(), NAME);
    file = folder.resolve("store").resolve(key);
    Path made = Files.copy(Clips.clip(CLIP), folder.resolve("made.mp4"));
    Sums.publish(screen.blobs, made, key);
    rendition = new Rendition(video.id(), NAME, Rendition.Form.PICTURE, key, Files.size(file));
  }

  private OpenVideo open() {
    PlaybackSettings settings = new PlaybackSettings(ByteSize.ofMebibytes(64), true);
    return new OpenVideos(screen.blobs, new Indexes(settings), settings)
        .hold(video, List.of(rendition), List.of(), List.of());
  }

  private static byte[] bytes(OpenVideo held, Resource resource) throws IOException {
    Content.Parts content = (Content.Parts) held.content(resource, 0, resource.length());
    try {
      return content.toBytes();
    } finally {
      content.release().run();
    }
  }

  private static List<Resource> segments(OpenVideo held) throws IOException {
    List<Resource> all = new ArrayList<>();
    for (int number = 0; ; number++) {
      Optional<Resource> next = held.presentation().find(NAME + "/" + number + ".m4s", Links.PLAIN);
      if (next.isEmpty()) {
        return all;
      }
      all.add(next.get());
    }
  }

  private void flip(long place, int bit) throws IOException {
    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      disk.seek(place);
      int before = disk.read();
      disk.seek(place);
      disk.write(before ^ (1 << bit));
    }
  }

  /** How many segments cannot be had; those that can be are right. */
  private int missing(List<byte[]> right, String what) throws IOException {
    int missing = 0;
    OpenVideo held;
    try {
      held = open();
    } catch (UncheckedIOException noIndex) {
      return right.size();
    }
    try {
      List<Resource> now = segments(held);
      for (int i = 0; i < right.size(); i++) {
        try {
          assertThat(bytes(held, now.get(i))).as("segment %d, %s", i, what).isEqualTo(right.get(i));
        } catch (UncheckedIOException damaged) {
          assertThat(damaged).hasMessageContaining(rendition.blob() + " is damaged");
          missing++;
        }
      }
    } finally {
      held.release();
    }
    return missing;
  }

  @Test
  @DisplayName(
      "REL-16: one wrong bit or a missing end is an error to a viewer, and never a picture")
  void damaged() throws IOException {
    damaged(60, new Random(16));
  }

  @Test
  @Tag("long")
  @DisplayName("REL-16: the same at 1,000 places, each time others")
  void damagedAnywhere() throws IOException {
    long seed = System.nanoTime();
    try {
      damaged(1000, new Random(seed));
    } catch (AssertionError failure) {
      throw new AssertionError("seed " + seed, failure);
    }
  }

  private void damaged(int places, Random random) throws IOException {
    List<byte[]> right = new ArrayList<>();
    OpenVideo whole = open();
    for (Resource segment : segments(whole)) {
      right.add(bytes(whole, segment));
    }
    whole.release();
    assertThat(right).hasSizeGreaterThan(1);
    long size = Files.size(file);
    assertThat(size).isGreaterThan(2L * Sums.BLOCK);

    for (int i = 0; i < places; i++) {
      long place = random.nextLong(size);
      int bit = random.nextInt(8);
      flip(place, bit);
      int missing = missing(right, "bit " + bit + " of byte " + place);
      assertThat(missing).as("bit %d of byte %d", bit, place).isPositive();
      flip(place, bit);
    }
    assertThat(missing(right, "mended")).isZero();
    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      disk.setLength(size - 1);
    }
    assertThat(missing(right, "cut")).isPositive();
  }

  @Test
  @DisplayName("REL-16: the viewer is told 500, not to be kept, and the range is not sent")
  void told() throws IOException {
    screen.ports.renditions().publish(rendition);
    flip(Files.size(file) / 2, 3);
    List<Integer> statuses = new ArrayList<>();
    for (int number = 0; number < 2; number++) {
      Response answer = screen.get(video, NAME + "/" + number + ".m4s");
      statuses.add(answer.status());
      if (answer.status() == 500) {
        assertThat(answer.headers().first("Cache-Control")).contains("no-store");
        assertThat(new String(answer.content().toBytes(), StandardCharsets.UTF_8))
            .doesNotContain(rendition.blob());
      }
      Screen.release(answer);
    }
    assertThat(statuses).contains(500).doesNotContain(404);
    assertThat(screen.get(video, NAME + "/index.m3u8").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("REL-16: a file that has no sums, and one that was made anew meanwhile, are played")
  void withoutSums() throws IOException {
    OpenVideo before = open();
    List<Resource> segments = segments(before);
    Path other = Files.copy(Clips.clip(CLIP), folder.resolve("other.mp4"));
    try (RandomAccessFile disk = new RandomAccessFile(other.toFile(), "rw")) {
      disk.seek(Files.size(other));
      disk.write(new byte[] {0, 0, 0, 8, 'f', 'r', 'e', 'e'});
    }
    Sums.publish(screen.blobs, other, rendition.blob());
    for (Resource segment : segments) {
      assertThat(bytes(before, segment)).isNotEmpty();
    }
    before.release();
    screen.blobs.delete(Sums.key(rendition.blob()));
    OpenVideo after = open();
    assertThat(bytes(after, segments(after).getFirst())).isNotEmpty();
    after.release();
  }
}
