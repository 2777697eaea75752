package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.account.Caller;
import slipway.core.event.RecordEvent;
import slipway.core.upload.Birth;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.Creator;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.upload.UploadSettings;
import slipway.core.video.Content;
import slipway.testing.CountingIds;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

/** Parts that finish at the same time as wholes are made of them, on a real database. */
@OnEveryDatabase
class JoinRaceTest {
  private static final int ROUNDS = 3;

  private final SettableClock clock = new SettableClock();
  private final CountingIds ids = new CountingIds();
  private final TakeBytes take;
  private final CreateUpload create;
  private final Ports ports;
  private final Creator creator;

  JoinRaceTest(TestDatabase databases) {
    ports = SqlPorts.on(databases.fresh());
    UploadSettings settings =
        new UploadSettings(
            Duration.ofHours(12),
            Duration.ofDays(7),
            Duration.ofHours(1),
            Duration.ofDays(1),
            /* maxBytes= */ 1000,
            /* quota= */ null,
            /* maxActiveTasks= */ 1000,
            /* maxOpen= */ 1000);
    RecordEvent record = new RecordEvent(ports.events(), ids);
    take =
        new TakeBytes(
            ports.videos(),
            ports.tasks(),
            ports.uploads(),
            ports.accounts(),
            new RecordingWork(),
            record,
            ports.transactions(),
            clock,
            settings,
            () -> Long.MAX_VALUE);
    RequestUpload request =
        new RequestUpload(
            ports.videos(),
            ports.tasks(),
            ports.uploads(),
            record,
            ports.transactions(),
            ids,
            clock,
            settings);
    create =
        new CreateUpload(
            request, take, ports.videos(), ports.uploads(), ports.transactions(), ids, clock);
    ports.transactions().change(() -> ports.accounts().add(Samples.account(1)));
    creator = new Creator.Key(new Caller(Samples.account(1), Samples.key(1, "anna")));
  }

  private static CreateUpload.Asked asked(@Nullable Long length, String concat) {
    return new CreateUpload.Asked("a video", length, "", concat, Birth.byTicket());
  }

  @Test
  @DisplayName("TUS-138, REL-03: parts finish while finals are made of them in any order; all end")
  void partsAndWholes_atOnce() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        Upload one = create.part(creator, asked(1L, "partial"));
        Upload two = create.part(creator, asked(2L, "partial"));
        Upload early = whole(one, two);
        List<Callable<Upload>> all =
            List.of(
                () -> take.finish(one, new Content(1, null)),
                () -> take.finish(two, new Content(2, null)),
                () -> whole(two, one),
                () -> whole(one, two));
        CyclicBarrier together = new CyclicBarrier(all.size());
        List<Future<Upload>> running = new ArrayList<>();
        for (Callable<Upload> each : all) {
          running.add(
              threads.submit(() -> {
                together.await();
                return each.call();
              }));
        }
        List<Upload> ended = new ArrayList<>(List.of(early));
        for (Future<Upload> each : running) {
          ended.add(each.get());
        }
        ended.forEach(this::assertFinished);
      }
    }
  }

  private Upload whole(Upload... parts) {
    return create.whole(
        creator, asked(null, "final"), List.of(parts).stream().map(Upload::id).toList());
  }

  private void assertFinished(Upload upload) {
    assertThat(ports.uploads().byId(upload.id()).orElseThrow().state())
        .isEqualTo(Upload.State.FINISHED);
  }
}
