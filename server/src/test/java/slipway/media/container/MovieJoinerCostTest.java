package slipway.media.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class MovieJoinerCostTest {
  @Test
  @DisplayName("MD-40, REL-53: the index of joined parts takes a few times its own length to write")
  void head() throws IOException {
    var source =
        new BytesSource(new OddMp4(300_000).durations(20).alternating().inOnePlace().build());
    var reading = (Mp4Reading.MediaMissing) Mp4Index.read(source);
    Mp4Track track = reading.movie().tracks().getFirst();
    List<MovieJoiner.Part> parts =
        List.of(new MovieJoiner.Part(source, track), new MovieJoiner.Part(source, track));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    byte[] head = MovieJoiner.head(parts);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(head).hasSizeGreaterThan(600_000 * (4 + 8 + 4));
    assertThat(allocated).isLessThan(8L * head.length);
  }
}
