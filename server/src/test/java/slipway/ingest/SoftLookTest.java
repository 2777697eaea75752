package slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Upload;
import slipway.testing.IngestHouse;
import slipway.testing.StagedBody;

/** Looks at the offset that let the writer live, down to the bytes (TUS-161). */
final class SoftLookTest {
  private final IngestHouse house = new IngestHouse();
  private final Writers writers = new Writers(/* softLooks= */ true);
  private final Upload upload = house.take.start(house.ticket().upload(), 8L, "");
  private final StagedBody body = StagedBody.chunked().give("012");

  private final Writers.Seat seat = writers.take(upload.id(), () -> body.stop("somebody else"));

  private Upload write() throws Exception {
    try (seat) {
      return house.receiver.append(seat, upload, body);
    }
  }

  @Test
  @DisplayName("TUS-161, TUS-156, TUS-157: the offset told is the one at which another may go on")
  void takenOver() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Upload> writer = threads.submit(this::write);
      await().until(() -> writers.reach(upload.id()).filter(r -> r.received() == 3).isPresent());
      Future<Long> look =
          threads.submit(() -> {
            writers.settle(upload.id());
            return house.upload(upload.id()).offset();
          });
      await().until(() -> seat.isLookedAt());
      body.give("34");
      long told = look.get();
      body.give("xx");
      try (Writers.Seat _ = writers.take(upload.id(), () -> {})) {
        assertThat(house.upload(upload.id()).offset()).isEqualTo(told).isEqualTo(5);
        assertThat(house.stored(upload)).isEqualTo("01234");
      }
      assertThatThrownBy(writer::get)
          .cause()
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problem()).isEqualTo(new Problem.Displaced()));
    }
  }
}
