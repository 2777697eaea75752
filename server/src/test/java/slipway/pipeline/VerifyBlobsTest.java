package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.rendition.Rendition;
import slipway.core.video.Content;
import slipway.core.video.Video;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.storage.Sums;
import slipway.storage.file.FileBlobs;
import slipway.testing.Clips;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

final class VerifyBlobsTest {
  private static final int PLACES = 1000;

  @TempDir Path disk;
  private final Ports ports = Ports.inMemory();
  private final long seed = Long.getLong("slipway.seed", System.nanoTime());
  private final Random chance = new Random(seed);
  private Video video = Samples.video(1, 1);
  private final String source = BlobKeys.source(video.id());
  private final String picture = BlobKeys.rendition(video.id(), "480p0");

  @BeforeEach
  void store() throws IOException {
    byte[] clip = Files.readAllBytes(Clips.clip("bbb_prog_10s.mp4"));
    FileBlobs blobs = blobs();
    try (BlobAppender appender = blobs.append(source, 0)) {
      appender.write(new ByteBuffer[] {ByteBuffer.wrap(clip)});
      appender.force();
    }
    Path made = Files.write(disk.resolve("made.mp4"), clip);
    Sums.publish(blobs, made, picture);
    video = video.bytesArrived(new Content(clip.length, sha256(clip)), SettableClock.START);
    ports
        .renditions()
        .publish(new Rendition(video.id(), "480p0", Rendition.Form.PICTURE, picture, clip.length));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private FileBlobs blobs() throws IOException {
    return new FileBlobs(disk.resolve("blobs"), 0);
  }

  private List<Damage> verify() throws IOException {
    return new VerifyBlobs(ports.renditions(), ports.uploads(), blobs()).verify(video);
  }

  private Path file(String key) {
    return disk.resolve("blobs").resolve(key);
  }

  /** Changes one bit and gives what was there. */
  private static byte flip(Path file, long position, int bit) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, position);
      byte before = one.get(0);
      channel.write(ByteBuffer.wrap(new byte[] {(byte) (before ^ (1 << bit))}), position);
      return before;
    }
  }

  @Test
  @DisplayName("what is whole is reported as whole")
  void whole() throws IOException {
    assertThat(verify()).isEmpty();
  }

  @Test
  @DisplayName("REL-16: one wrong bit anywhere is found; the file and the place are named")
  void oneBit() throws IOException {
    long size = Files.size(file(picture));
    for (int i = 0; i < PLACES; i++) {
      String key = i % 20 == 0 ? source : picture;
      long position = chance.nextLong(size);
      int bit = chance.nextInt(8);
      flip(file(key), position, bit);
      assertThat(verify())
          .as("seed %d: bit %d of byte %d of %s", seed, bit, position, key)
          .anySatisfy(damage -> {
            assertThat(damage.blob()).isEqualTo(key);
            assertThat(damage.from()).isLessThanOrEqualTo(position);
            assertThat(damage.to()).isGreaterThan(position);
            assertThat(damage.toString()).contains(video.id().toString(), key);
          });
      flip(file(key), position, bit);
    }
  }

  @Test
  @DisplayName("REL-16: a cut file is found, and where its end is missing")
  void cut() throws IOException {
    long size = Files.size(file(source));
    for (String key : List.of(source, picture)) {
      long left = chance.nextLong(size);
      byte[] before = Files.readAllBytes(file(key));
      try (FileChannel channel = FileChannel.open(file(key), StandardOpenOption.WRITE)) {
        channel.truncate(left);
      }
      assertThat(verify())
          .as("seed %d: %s cut to %d", seed, key, left)
          .contains(new Damage(video.id(), key, left, size, "the end is missing"));
      Files.write(file(key), before);
    }
  }

  @Test
  @DisplayName("REL-16: a file that is gone, and one that has grown")
  void goneAndGrown() throws IOException {
    long size = Files.size(file(source));
    Files.delete(file(picture));
    Files.write(file(source), new byte[3], StandardOpenOption.APPEND);

    assertThat(verify())
        .contains(
            new Damage(video.id(), picture, 0, size, "the file is missing"),
            new Damage(video.id(), source, size, size + 3, "more than was stored"));
  }
}
