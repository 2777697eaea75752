package slipway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.config.ByteSize;
import slipway.core.rendition.Rendition;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.media.packaging.CheckedTrack;
import slipway.storage.Blob;

/** What somebody has just read nobody reads again, within the memory that is allowed. */
final class IndexesTest {
  @TempDir Path folder;
  private Counted one;
  private Counted other;
  private long weight;

  /** An open source that counts its reads. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Counted(Rendition rendition, Blob blob, int[] reads) implements Blob {
    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      reads[0]++;
      return blob.read(into, position);
    }

    @Override
    public long size() {
      return blob.size();
    }

    @Override
    public String identity() {
      return blob.identity();
    }

    @Override
    public Optional<Path> file() {
      return blob.file();
    }

    @Override
    public Optional<FileChannel> channel() {
      return blob.channel();
    }

    @Override
    public void close() throws IOException {
      blob.close();
    }
  }

  @BeforeEach
  void films() throws IOException {
    Screen screen = new Screen(folder);
    one = counted(screen, 1);
    other = counted(screen, 2);
    weight = Indexes.weight(new Indexes(mebibytes(64)).of(one.rendition(), one));
    one.reads()[0] = 0;
  }

  private static Counted counted(Screen screen, long serial) throws IOException {
    Video video = screen.ready(serial, "sample.mp4", Wishes.none());
    Rendition source = Screen.source(video);
    return new Counted(source, screen.blobs.open(source.blob()).orElseThrow(), new int[1]);
  }

  @Test
  @DisplayName("Issue 4: the newest index is kept, however often the ones before it were used")
  void newestIsKept() throws IOException {
    Indexes indexes = new Indexes(roomFor(1));
    for (int i = 0; i < 50; i++) {
      indexes.of(one.rendition(), one);
    }
    List<CheckedTrack> read = new Indexes(mebibytes(64)).of(other.rendition(), other);
    other.reads()[0] = 0;
    indexes.keep(other, read); // As the inspection hands on what it has read.
    assertThat(indexes.of(other.rendition(), other)).isEqualTo(read);
    assertThat(other.reads()[0]).isZero();
  }

  @Test
  @DisplayName("No more is kept than there is room for; what was used last stays")
  void bounded() throws IOException {
    Indexes indexes = new Indexes(roomFor(1));
    indexes.of(one.rendition(), one);
    indexes.of(other.rendition(), other);
    int once = one.reads()[0];
    indexes.of(one.rendition(), one);
    assertThat(one.reads()[0]).as("read again").isEqualTo(2 * once);

    Indexes both = new Indexes(roomFor(2));
    both.of(one.rendition(), one);
    both.of(other.rendition(), other);
    one.reads()[0] = 0;
    both.of(one.rendition(), one);
    assertThat(one.reads()[0]).isZero();

    Indexes none = new Indexes(new PlaybackSettings(new ByteSize(1), true));
    none.of(one.rendition(), one);
    none.of(one.rendition(), one);
    assertThat(one.reads()[0]).as("too large for it").isEqualTo(2 * once);
  }

  private PlaybackSettings roomFor(int indexes) {
    long bytes = (weight * indexes + weight / 2) * Indexes.SHARE;
    return new PlaybackSettings(new ByteSize(bytes), true);
  }

  private static PlaybackSettings mebibytes(int count) {
    return new PlaybackSettings(ByteSize.ofMebibytes(count), true);
  }
}
