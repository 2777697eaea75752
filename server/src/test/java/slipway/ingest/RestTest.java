package slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RestTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Rest rest = new Rest();

  @Test
  @DisplayName("TUS-161: when nobody takes over, the writer goes on")
  void goesOn() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> look = threads.submit(looking(Duration.ofMillis(1)));
      await().until(rest::isWanted);

      assertThat(rest.rest()).isTrue();

      assertThat(look.get()).isTrue();
      assertThat(rest.isWanted()).isFalse();
    }
  }

  @Test
  @DisplayName("TUS-161: any number may look; a rest ends when the writer is to leave")
  void manyLook() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> first = threads.submit(looking(LONG));
      Future<Boolean> second = threads.submit(looking(LONG));
      await().until(rest::isWanted);
      Future<Boolean> writer = threads.submit(rest::rest);
      assertThat(first.get()).isTrue();
      assertThat(second.get()).isTrue();
      assertThat(writer).isNotDone();

      rest.leave();

      assertThat(writer.get()).isFalse();
    }
  }

  @Test
  @DisplayName("TUS-153: nobody waits for a writer that shows nothing, or is leaving")
  void showsNothing() throws Exception {
    assertThat(rest.look(LONG, Duration.ofMillis(1))).isFalse();
    rest.leave();
    assertThat(rest.look(LONG, LONG)).isFalse();
  }

  private Callable<Boolean> looking(Duration length) {
    return () -> rest.look(length, LONG);
  }
}
