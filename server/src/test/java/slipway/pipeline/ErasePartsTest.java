package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.account.Caller;
import slipway.core.upload.Birth;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.Creator;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.jobs.Job;
import slipway.jobs.JobListener;
import slipway.jobs.JobQueue;
import slipway.jobs.JobSettings;
import slipway.jobs.Outcome;
import slipway.storage.cache.FileCache;
import slipway.testing.CancelledRun;
import slipway.testing.InMemoryChunks;
import slipway.testing.InMemoryExportOrders;
import slipway.testing.InMemorySounds;
import slipway.testing.IngestHouse;
import slipway.testing.OnEveryDatabase;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;
import slipway.testing.TestDatabase;

/** What the end of a video means for parts that only it still needed. */
@OnEveryDatabase
class ErasePartsTest {
  private final IngestHouse house = new IngestHouse();
  private final JobQueue queue;

  ErasePartsTest(TestDatabase databases) {
    queue =
        new JobQueue(
            databases.fresh(), JobSettings.defaults(), house.clock, "node", JobListener.NONE);
  }

  @Test
  @DisplayName(
      "REL-36, REL-43 with a deleted video go the parts that were given up while it waited")
  void givenUpParts(@TempDir Path cache) throws Exception {
    Creator anna = new Creator.Key(new Caller(Samples.account(1), Samples.key(1, "anna")));
    Upload part = house.create.part(anna, asked("partial"));
    house.take.finish(part, new Content(0, null));
    Upload whole = house.create.whole(anna, asked("final;"), List.of(part.id()));
    house.take.drop(house.upload(part.id()));
    house.delete.delete(whole.video());
    RecordingWork.Asked erased = new RecordingWork.Asked("erase", part.video());
    assertThat(house.work.asked()).doesNotContain(erased);

    Erase erase =
        new Erase(
            queue,
            house.ports.renditions(),
            house.ports.captions(),
            new InMemorySounds(),
            new InMemoryChunks(),
            house.blobs,
            new FileCache(cache, /* budget= */ 1, house.clock),
            house.ports.videos(),
            house.authorizations,
            new InMemoryExportOrders(),
            profile -> {},
            house.parts);
    String key = whole.video().toString();
    Outcome first = erase.run(job(key, Optional.empty()), new CancelledRun());
    String reason = ((Outcome.RetryAfter) first).reason();
    assertThat(house.work.asked()).doesNotContain(erased);
    Outcome last = erase.run(job(key, Optional.of(reason)), new CancelledRun());
    ((Outcome.Done) last).change().run();

    assertThat(house.work.asked()).contains(erased);
    queue.close();
  }

  private static Job job(String key, Optional<String> reason) {
    return new Job(Journey.ERASE, key, /* attempt= */ 1, /* priority= */ 0, reason);
  }

  private static CreateUpload.Asked asked(String concat) {
    Birth born =
        new Birth(Birth.Dialect.TUS, /* ticketed= */ false, /* claimed= */ true, null, null);
    return new CreateUpload.Asked(
        "a video", concat.equals("partial") ? 0L : null, "", concat, born);
  }
}
