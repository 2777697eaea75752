package slipway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.http.Content;
import slipway.http.Part;
import slipway.http.Query;
import slipway.http.Response;

final class PacedTest {
  private static final long SECOND = 1_000_000_000;

  private final AtomicLong slept = new AtomicLong();
  private final Paced.Time time =
      new Paced.Time() {
        @Override
        public long nanos() {
          return 1 + slept.get();
        }

        @Override
        public void sleep(long nanos) {
          slept.addAndGet(nanos);
        }
      };

  @ParameterizedTest
  @CsvSource({
    "speed=500K&buffer=10M, 512000, 10485760",
    "speed=1m, 1048576, 0",
    "speed=7, 16384, 0"
  })
  @DisplayName("GC-139 amounts with k, K, m and M")
  void amounts(String query, long speed, long buffer) {
    assertThat(Paced.of(Query.parse(query))).contains(new Paced(speed, buffer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "speed=", "speed=0", "speed=-1", "speed=1G", "speed=x", "buffer=1M"})
  void nothingIsHeldBack(String query) {
    assertThat(Paced.of(Query.parse(query))).isEmpty();
  }

  @Test
  @DisplayName("GC-139 the first bytes at full speed, the others no faster than asked for")
  void held() throws IOException {
    byte[] bytes = new byte[50_000];
    AtomicInteger released = new AtomicInteger();
    Response whole =
        Response.of(200)
            .withContent(new Content.Parts(List.of(Part.of(bytes)), released::incrementAndGet));
    Response slow = new Paced(8_000, 10_000).slow(whole, time);
    Content.Stream stream = (Content.Stream) slow.content();
    assertThat(stream.length()).isEqualTo(50_000);
    var out = new ByteArrayOutputStream();
    stream.writer().writeTo(out);
    assertThat(out.size()).isEqualTo(50_000);
    // 40,000 bytes at 8,000 a second, of which the last eighth of a second need not be waited for.
    assertThat(slept.get()).isBetween(4 * SECOND + SECOND / 2, 5 * SECOND);
    stream.release().run();
    assertThat(released).hasValue(1);
    assertThat(new Paced(8_000, 50_000).slow(whole, time)).isSameAs(whole);
  }

  @Test
  @DisplayName("GC-139 also what is written while it is sent, as files that lie in many places are")
  void stream_isHeld() throws IOException {
    Response whole =
        Response.of(200)
            .withContent(new Content.Stream(out -> out.write(new byte[50_000]), 50_000));
    Response slow = new Paced(8_000, 10_000).slow(whole, time);
    assertThat(slow.content().toBytes()).hasSize(50_000);
    assertThat(slept.get()).isBetween(4 * SECOND + SECOND / 2, 5 * SECOND);
  }
}
