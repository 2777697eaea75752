package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class CaretakerTest {

  @Test
  @DisplayName("Closing waits for the chore that runs, since what it uses is closed next")
  void close_waitsForTheChore() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var told = new CountDownLatch(1);
    var over = new AtomicBoolean();
    try (var caretaker = new Caretaker()) {
      caretaker.every(
          Duration.ofHours(1),
          "a chore",
          () -> {
            begun.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException stop) {
              told.countDown();
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos()); // it has to tidy up
            over.set(true);
          });
      begun.await();
    }
    assertThat(told.getCount()).isZero();
    assertThat(over).isTrue();
  }
}
