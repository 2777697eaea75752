package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.upload.JoinParts;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobListener;
import slipway.jobs.JobQueue;
import slipway.jobs.JobSettings;
import slipway.jobs.Outcome;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.cache.FileCache;
import slipway.storage.file.FileBlobs;
import slipway.testing.InMemoryChunks;
import slipway.testing.InMemoryExportOrders;
import slipway.testing.InMemoryFetchAuthorizations;
import slipway.testing.InMemorySounds;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.RecordingWork;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class EraseTest {
  @TempDir Path folder;

  private final UUID video = new UUID(1, 2);
  private final Ports ports = Ports.inMemory();
  private final SettableClock clock = new SettableClock();
  private final JobQueue queue;

  EraseTest(TestDatabase databases) {
    queue =
        new JobQueue(databases.fresh(), JobSettings.defaults(), clock, "node", JobListener.NONE);
  }

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  @DisplayName("REL-36: storage that is in trouble for hours keeps no bytes in the end")
  void trouble() throws Exception {
    boolean[] sick = {true};
    var good = new FileBlobs(folder.resolve("blobs"), /* reserve= */ 0);
    var blobs =
        (BlobStore)
            Proxy.newProxyInstance(
                BlobStore.class.getClassLoader(),
                new Class<?>[] {BlobStore.class},
                (_, method, given) -> {
                  if (sick[0] && method.getName().startsWith("delete")) {
                    throw new IOException("Stale file handle");
                  }
                  return method.invoke(good, given);
                });
    try (var file = blobs.append(BlobKeys.source(video), 0)) {
      file.force();
    }
    Erase erase =
        new Erase(
            queue,
            ports.renditions(),
            ports.captions(),
            new InMemorySounds(),
            new InMemoryChunks(),
            blobs,
            new FileCache(folder.resolve("cache"), 1000, clock),
            ports.videos(),
            new InMemoryFetchAuthorizations(),
            new InMemoryExportOrders(),
            _ -> {},
            new JoinParts(
                ports.videos(), ports.uploads(), new RecordingWork(), ports.transactions()));
    Optional<String> reason = Optional.empty();
    for (int attempt = 1; attempt < 20; attempt++) {
      Outcome outcome = erase.run(job(attempt, reason), JobControl.none());
      assertThat(outcome)
          .isEqualTo(
              new Outcome.RetryAfter(
                  Duration.ofMinutes(5), "the storage is in trouble: Stale file handle"));
      reason = Optional.of(((Outcome.RetryAfter) outcome).reason());
    }
    sick[0] = false;
    Outcome outcome = erase.run(job(20, reason), JobControl.none());
    assertThat(blobs.open(BlobKeys.source(video))).isEmpty();
    reason = Optional.of(((Outcome.RetryAfter) outcome).reason());
    assertThat(erase.run(job(21, reason), JobControl.none())).isInstanceOf(Outcome.Done.class);
  }

  private Job job(int attempt, Optional<String> lastReason) {
    return new Job(Journey.ERASE, video.toString(), attempt, /* priority= */ 0, lastReason);
  }
}
