package slipway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobSettingsTest {

  @Test
  void defaults() {
    JobSettings settings = JobSettings.defaults();
    assertThat(settings.threads(Lane.QUICK)).isEqualTo(8);
    assertThat(settings.threads(Lane.HEAVY)).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(settings.threads(Lane.FETCH)).isEqualTo(32);
    assertThat(settings.poll()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.heartbeat()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.maxFailures()).isEqualTo(6);
    assertThat(settings.maxLost()).isEqualTo(50);
    assertThat(settings.stopGrace()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void backoff_growsFourfold_upToTheLongest() {
    List<Duration> waits =
        IntStream.rangeClosed(1, 7).mapToObj(JobSettings.defaults()::backoff).toList();
    assertThat(waits)
        .extracting(Duration::toSeconds)
        .containsExactly(2L, 8L, 32L, 128L, 480L, 480L, 480L);
    assertThat(JobSettings.defaults().backoff(1_000_000)).isEqualTo(Duration.ofMinutes(8));
  }

  @Test
  void nonsense_isRefused() {
    JobSettings good = JobSettings.defaults();
    assertThatThrownBy(() ->
            new JobSettings(
                0,
                1,
                1,
                good.poll(),
                good.heartbeat(),
                1,
                good.firstBackoff(),
                good.maxBackoff(),
                1,
                good.stopGrace()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            new JobSettings(
                1,
                1,
                1,
                Duration.ZERO,
                good.heartbeat(),
                1,
                good.firstBackoff(),
                good.maxBackoff(),
                1,
                good.stopGrace()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
