package slipway.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import slipway.media.container.ByteSource;

final class WrittenResourceTest {
  private static final Resource RESOURCE =
      Resource.segment(
          "video/mp4",
          new byte[] {1, 2, 3},
          List.of(
              new FileRange("a", 5, 7),
              new FileRange("b", 1L << 40, 3),
              new FileRange("a", 12, 1)));

  @Test
  void whatIsRead_isWhatWasWritten() throws IOException {
    Resource read = read(WrittenResource.of(RESOURCE));
    assertThat(read.contentType()).isEqualTo("video/mp4");
    assertThat(read.head()).isEqualTo(RESOURCE.head());
    assertThat(read.body()).isEqualTo(RESOURCE.body());
    assertThat(read.tag()).isEqualTo(RESOURCE.tag());
  }

  @Test
  void cutShort_isNoResource() {
    byte[] whole = WrittenResource.of(RESOURCE);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(IOException.class);
    }
  }

  /** Damage on the disk may change what is read, but ends in nothing else than an IOException. */
  @Test
  void damaged_neverAsksForMuchMemory() {
    byte[] whole = WrittenResource.of(RESOURCE);
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      try {
        assertThat(read(damaged).head().remaining()).isLessThanOrEqualTo(whole.length);
      } catch (IOException expected) {
        assertThat(expected).isNotNull();
      }
    }
  }

  private static Resource read(byte[] bytes) throws IOException {
    return WrittenResource.read(
        new ByteSource() {
          @Override
          public long size() {
            return bytes.length;
          }

          @Override
          public int read(long position, ByteBuffer into) {
            int count = (int) Math.min(into.remaining(), bytes.length - position);
            if (count <= 0) {
              return -1;
            }
            into.put(bytes, (int) position, count);
            return count;
          }
        });
  }
}
