package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.video.Content;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class RowLockTest {
  private final TestDatabase databases;

  RowLockTest(TestDatabase databases) {
    this.databases = databases;
  }

  @Test
  @DisplayName("REL-36: a video that is deleted while it becomes ready stays deleted")
  void twoChanges_comeOneAfterTheOther() throws InterruptedException {
    Ports ports = SqlPorts.on(databases.fresh());
    Video video = Samples.video(1, 1).bytesArrived(new Content(1, null), SettableClock.START);
    UUID id = video.id();
    ports
        .transactions()
        .change(() -> {
          ports.accounts().add(Samples.account(1));
          ports.videos().add(video);
        });
    CountDownLatch isRead = new CountDownLatch(1);
    CountDownLatch isDeleted = new CountDownLatch(1);
    Thread deletes =
        Thread.ofVirtual()
            .start(() -> {
              awaitBriefly(isRead);
              ports
                  .transactions()
                  .change(() -> {
                    Video found = ports.videos().byId(id).orElseThrow();
                    ports.videos().update(found.deleted(SettableClock.START));
                  });
              isDeleted.countDown();
            });
    ports
        .transactions()
        .change(() -> {
          Video found = ports.videos().byId(id).orElseThrow();
          isRead.countDown();
          // Without a lock the other one gets through here, and what follows undoes it.
          awaitBriefly(isDeleted);
          ports.videos().update(found.ready(SettableClock.START));
        });
    deletes.join();
    assertThat(ports.videos().byId(id).orElseThrow().phase()).isEqualTo(new Phase.Deleting());
  }

  @Test
  @DisplayName("TUS-71: two videos of one account can come to be at once, each with a look at it")
  void twoVideosOfOneAccount_doNotWaitForEachOther() throws InterruptedException {
    Ports ports = SqlPorts.on(databases.fresh());
    ports.transactions().change(() -> ports.accounts().add(Samples.account(1)));
    CountDownLatch bothAdded = new CountDownLatch(2);
    Thread other = Thread.ofVirtual().start(() -> addAndLook(ports, 2, bothAdded));

    addAndLook(ports, 1, bothAdded);

    other.join();
    assertThat(ports.videos().byId(Samples.video(1, 1).id())).isPresent();
    assertThat(ports.videos().byId(Samples.video(1, 2).id())).isPresent();
  }

  private static void addAndLook(Ports ports, long serial, CountDownLatch bothAdded) {
    ports
        .transactions()
        .change(() -> {
          ports.videos().add(Samples.video(1, serial));
          bothAdded.countDown();
          // In SQLite the other one has not begun yet.
          awaitBriefly(bothAdded);
          assertThat(ports.accounts().byNumber(1)).isPresent();
        });
  }

  private static void awaitBriefly(CountDownLatch latch) {
    try {
      var _ = latch.await(500, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
