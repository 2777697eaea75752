package slipway.ingest.tus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.http.Headers;

/** TUS-178: proxies that keep whole requests are recognised. */
final class HeldBackTest {
  private static final Headers PROXY = Headers.of("X-Forwarded-For", "192.0.2.7");
  private static final Duration AT_ONCE = Duration.ofMillis(100);

  private final AtomicLong nanos = new AtomicLong();
  private final HeldBack held = new HeldBack(nanos::get);

  private boolean piece(Headers headers, Duration silence, Duration took, long bytes) {
    nanos.addAndGet(silence.toNanos());
    long began = held.now();
    nanos.addAndGet(took.toNanos());
    return held.arrived(headers, "an upload", bytes, began);
  }

  private boolean piece(Duration silence, Duration took) {
    return piece(PROXY, silence, took, HeldBack.LARGE);
  }

  @Test
  @DisplayName("TUS-178: large pieces that come at once after long silences, three in a row")
  void recognised() {
    assertThat(piece(Duration.ofSeconds(40), AT_ONCE)).isFalse();
    assertThat(piece(Duration.ofSeconds(40), AT_ONCE)).isFalse();
    assertThat(piece(Duration.ofSeconds(40), AT_ONCE)).isFalse();
    assertThat(piece(Duration.ofSeconds(40), AT_ONCE)).isTrue();
    assertThat(piece(Duration.ofSeconds(40), AT_ONCE)).isTrue();
  }

  @Test
  @DisplayName("TUS-178: a client that was paused now and then is none")
  void pausedClient() {
    for (int i = 0; i < 10; i++) {
      assertThat(piece(Duration.ofSeconds(40), AT_ONCE)).isFalse();
      assertThat(piece(Duration.ofMillis(5), AT_ONCE)).isFalse();
    }
  }

  @Test
  @DisplayName("TUS-178: neither slow lines, nor small pieces, nor clients without a proxy")
  void others() {
    for (int i = 0; i < 5; i++) {
      assertThat(piece(Duration.ofSeconds(3), Duration.ofSeconds(20))).isFalse();
    }
    for (int i = 0; i < 5; i++) {
      assertThat(piece(PROXY, Duration.ofSeconds(9), AT_ONCE, HeldBack.LARGE - 1)).isFalse();
    }
    for (int i = 0; i < 5; i++) {
      assertThat(piece(Headers.EMPTY, Duration.ofSeconds(9), AT_ONCE, HeldBack.LARGE)).isFalse();
    }
  }
}
