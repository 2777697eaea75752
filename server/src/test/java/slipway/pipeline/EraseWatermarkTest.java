package slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.watermark.FinishWatermark;
import slipway.core.watermark.KeepWatermarks;
import slipway.core.watermark.WatermarkImages;
import slipway.core.watermark.WatermarkProfile;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobListener;
import slipway.jobs.JobQueue;
import slipway.jobs.JobSettings;
import slipway.jobs.JobView;
import slipway.jobs.Outcome;
import slipway.storage.BlobKeys;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryWatermarks;
import slipway.testing.MemoryBlobs;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Png;
import slipway.testing.Ports;
import slipway.testing.SettableClock;
import slipway.testing.TestDatabase;

/** Pictures go when nobody needs them, wherever the server died; the queue itself stands still. */
@OnEveryDatabase
class EraseWatermarkTest {
  private static final byte[] PICTURE = Png.of(20, 10, 255, 0, 0);
  private static final KeepWatermarks.Asked ASKED =
      new KeepWatermarks.Asked("", 1, 0.05, 0.15, WatermarkProfile.Position.CENTER);

  private final SettableClock clock = new SettableClock();
  private final Ports ports = Ports.inMemory();
  private final InMemoryWatermarks profiles = new InMemoryWatermarks();
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final JobQueue queue;
  private final QueuedWatermarks work;
  private final FinishWatermark finish;

  /** What happens right before a picture is written, and right after. */
  private Runnable before = () -> {};

  private Runnable after = () -> {};

  EraseWatermarkTest(TestDatabase databases) {
    queue =
        new JobQueue(databases.fresh(), JobSettings.defaults(), clock, "node", JobListener.NONE);
    work = new QueuedWatermarks(queue, clock);
    finish = new FinishWatermark(profiles, work, ports.transactions(), clock, Duration.ofDays(1));
    QueuedWatermarks.register(queue, finish, blobs);
  }

  @AfterEach
  void close() {
    queue.close();
  }

  private WatermarkProfile add() {
    StoredWatermarks stored = new StoredWatermarks(profiles, blobs);
    WatermarkImages dying =
        new WatermarkImages() {
          @Override
          public Picture look(byte[] png) {
            return stored.look(png);
          }

          @Override
          public void keep(UUID id, byte[] png) {
            before.run();
            stored.keep(id, png);
            after.run();
          }

          @Override
          public void drop(UUID id) {
            // A server that died cleans nothing up.
          }
        };
    return keep(dying).add(1, ASKED, PICTURE);
  }

  private KeepWatermarks keep(WatermarkImages images) {
    return new KeepWatermarks(
        profiles, images, (_, _) -> PICTURE, work, ports.transactions(), new CountingIds(), clock);
  }

  private void delete(WatermarkProfile profile) {
    keep(new StoredWatermarks(profiles, blobs)).delete(1, profile.id());
  }

  private boolean isThere(UUID id) throws IOException {
    return blobs.open(BlobKeys.watermark(id)).isPresent();
  }

  /** Does what the one job in the queue is to do. */
  private UUID run() throws Exception {
    List<JobView> jobs = queue.list(10);
    assertThat(jobs).extracting(JobView::kind).containsExactly(Journey.WATERMARK_ERASE);
    UUID id = UUID.fromString(jobs.getFirst().key());
    Outcome outcome =
        new EraseWatermark(finish, blobs)
            .run(
                new Job(Journey.WATERMARK_ERASE, id.toString(), 1, 0, Optional.empty()),
                JobControl.none());
    assertThat(outcome).isInstanceOfSatisfying(Outcome.Done.class, done -> done.change().run());
    return id;
  }

  @Test
  @DisplayName("CF-138, REL-21 whenever the server dies while a picture comes, none stays unnamed")
  void diesWhileItComes() throws Exception {
    for (boolean written : new boolean[] {false, true}) {
      before = () -> dies(!written);
      after = () -> dies(written);
      assertThatThrownBy(this::add).hasMessage("died");

      UUID id = run();

      assertThat(isThere(id)).isFalse();
      queue.cancel(Journey.WATERMARK_ERASE, id.toString());
    }
  }

  private static void dies(boolean now) {
    if (now) {
      throw new IllegalStateException("died");
    }
  }

  @Test
  @DisplayName("CF-138 the job that was put up before leaves a picture that a profile names")
  void named() throws Exception {
    WatermarkProfile profile = add();

    run();

    assertThat(isThere(profile.id())).isTrue();
    assertThat(queue.list(10).getFirst().due())
        .as("not while it may still be on its way")
        .isEqualTo(clock.instant().plus(Duration.ofHours(1)));
  }

  @Test
  @DisplayName("CF-138, CF-139 a deleted profile's picture stays with the videos that it marks")
  void deleted() throws Exception {
    WatermarkProfile profile = add();
    profiles.marking.add(profile.id());
    queue.cancel(Journey.WATERMARK_ERASE, profile.id().toString());

    delete(profile);
    run();
    assertThat(isThere(profile.id())).isTrue();
    assertThat(profiles.deletedNotErased(10)).isEmpty();

    profiles.marking.clear();
    assertThat(profiles.deletedNotErased(10)).containsExactly(profile.id());
    run();
    assertThat(isThere(profile.id())).isFalse();
    assertThat(profiles.deletedNotErased(10)).isEmpty();
  }

  @Test
  @DisplayName(
      "CF-138 what was deleted before there were such jobs, or forgotten, is asked for again")
  void askedAgain() throws Exception {
    WatermarkProfile profile = add();
    delete(profile);
    queue.cancel(Journey.WATERMARK_ERASE, profile.id().toString());

    finish.askAgain(10);

    run();
    assertThat(isThere(profile.id())).isFalse();
    queue.cancel(Journey.WATERMARK_ERASE, profile.id().toString());
    finish.askAgain(10);
    assertThat(queue.list(10)).isEmpty();
  }
}
