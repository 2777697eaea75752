package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** In which order a server stops. */
class OpenedTest {

  @Test
  @DisplayName("TUS-176: all that is busy stops at the same time, then the rest goes the way back")
  void busyFirst_andTogether() {
    List<String> closed = new CopyOnWriteArrayList<>();
    var both = new CountDownLatch(2);
    var opened = new Opened();
    opened.keep(() -> closed.add("metrics"));
    opened.busy(() -> meet(both, closed));
    opened.keep(() -> closed.add("database"));
    opened.busy(() -> meet(both, closed));
    opened.busy(() -> {
      throw new IllegalStateException("tried on purpose");
    });
    opened.close();
    opened.close();
    assertThat(closed).containsExactly("met", "met", "database", "metrics");
  }

  private static void meet(CountDownLatch both, List<String> closed) throws InterruptedException {
    both.countDown();
    closed.add(both.await(10, TimeUnit.SECONDS) ? "met" : "alone");
  }
}
