package slipway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How often one may come. */
class RateLimitTest {
  private final AtomicLong now = new AtomicLong();

  private static Request from(String address, String key) {
    Request.Builder request =
        Request.to("GET", "/api/asset").client(InetAddress.ofLiteral(address));
    return (key.isEmpty() ? request : request.header("Authorization", "Bearer " + key)).build();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  @DisplayName("REL-93: a minute's worth at once, then one by one; others are not touched")
  void perAddress() {
    RateLimit limit = new RateLimit(0, 60, now::get);
    for (int i = 0; i < 60; i++) {
      assertThat(limit.refuse(from("192.0.2.1", ""))).isEmpty();
    }
    assertThat(limit.refuse(from("192.0.2.1", ""))).isEqualTo(Optional.of(Duration.ofSeconds(1)));
    assertThat(limit.refuse(from("192.0.2.2", ""))).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(limit.refuse(from("192.0.2.1", ""))).isEmpty();
    assertThat(limit.refuse(from("192.0.2.1", ""))).isPresent();
    pass(Duration.ofHours(1));
    for (int i = 0; i < 60; i++) {
      assertThat(limit.refuse(from("192.0.2.1", ""))).isEmpty();
    }
    assertThat(limit.refuse(from("192.0.2.1", ""))).as("no more is saved up").isPresent();
  }

  @Test
  @DisplayName("REL-93: one key counts wherever it comes from; of IPv6 a whole /64 is one")
  void perKey() {
    RateLimit limit = new RateLimit(2, 3, now::get);
    assertThat(limit.refuse(from("192.0.2.1", "a"))).isEmpty();
    assertThat(limit.refuse(from("192.0.2.2", "a"))).isEmpty();
    assertThat(limit.refuse(from("192.0.2.3", "a"))).isPresent();
    assertThat(limit.refuse(from("192.0.2.4", "b"))).isEmpty();
    for (int i = 1; i <= 3; i++) {
      assertThat(limit.refuse(from("2001:db8::" + i, ""))).isEmpty();
    }
    assertThat(limit.refuse(from("2001:db8::4", ""))).isPresent();
    assertThat(limit.refuse(from("2001:db8:0:1::4", ""))).isEmpty();
  }

  @Test
  @DisplayName("REL-93: 0 is no limit")
  void none() {
    RateLimit limit = new RateLimit(0, 0, now::get);
    for (int i = 0; i < 1000; i++) {
      assertThat(limit.refuse(from("192.0.2.1", "a"))).isEmpty();
    }
  }
}
