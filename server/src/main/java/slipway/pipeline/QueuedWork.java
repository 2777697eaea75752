package slipway.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import slipway.core.task.Work;
import slipway.jobs.JobQueue;
import slipway.jobs.Rank;

/** Core's wish for work as durable jobs; they are kept in the transaction that asks for them. */
public final class QueuedWork implements Work {
  /**
   * What nobody waits for begins a little after the last byte: that moment belongs to the first
   * viewer, for whom the same two or four cores make playlists and the first segments.
   */
  private static final Duration NO_HURRY = Duration.ofSeconds(1);

  /** The same for the ladder, which does not yield to its viewers for longer than it must. */
  private static final Duration LITTLE_HURRY = Duration.ofMillis(100);

  private final JobQueue queue;
  private final InstantSource clock;
  private final Duration keepDeleted;

  /**
   * Work by a queue.
   *
   * @param keepDeleted how long the bytes of a deleted video stay
   */
  public QueuedWork(JobQueue queue, InstantSource clock, Duration keepDeleted) {
    this.queue = queue;
    this.clock = clock;
    this.keepDeleted = keepDeleted;
  }

  @Override
  public void fetch(UUID video, int priority) {
    queue.enqueue(
        Journey.FETCH, video.toString(), clock.instant(), new Rank(priority, /* wish= */ priority));
  }

  @Override
  public void clip(UUID video, boolean exact) {
    queue.enqueue(exact ? Journey.EXACT_CLIP : Journey.CLIP, video.toString());
  }

  @Override
  public void inspect(UUID video) {
    queue.enqueue(Journey.INSPECT, video.toString());
  }

  @Override
  public void join(UUID video) {
    queue.enqueue(Journey.JOIN, video.toString());
  }

  @Override
  public void decrypt(UUID video) {
    queue.enqueue(Journey.DECRYPT, video.toString());
  }

  @Override
  public void cut(UUID video) {
    queue.enqueue(Journey.CUT, video.toString());
  }

  @Override
  public void export(UUID video, UUID task) {
    queue.enqueue(Journey.EXPORT, ChunkKey.prefix(video) + task);
  }

  @Override
  public void remux(UUID video) {
    queue.enqueue(Journey.REMUX, video.toString());
  }

  @Override
  public void transcode(UUID video, Duration length, boolean watchable, int priority) {
    queue.enqueue(
        Journey.TRANSCODE,
        video.toString(),
        watchable ? clock.instant().plus(LITTLE_HURRY) : clock.instant(),
        Priorities.transcode(length, watchable, priority));
  }

  @Override
  public void hash(UUID video) {
    queue.enqueue(Journey.HASH, video.toString(), soon(), /* priority= */ 0);
  }

  @Override
  public void texts(UUID video) {
    queue.enqueue(Journey.TEXTS, video.toString(), soon(), /* priority= */ 0);
  }

  @Override
  public void sign(UUID video) {
    queue.enqueue(Journey.SIGN, video.toString());
  }

  private Instant soon() {
    return clock.instant().plus(NO_HURRY);
  }

  @Override
  public void erase(UUID video) {
    for (String kind : Journey.STAGES) {
      queue.cancel(kind, video.toString());
    }
    for (String kind : Journey.MANY) {
      queue.cancelAll(kind, ChunkKey.prefix(video));
    }
    queue.enqueue(
        Journey.ERASE, video.toString(), clock.instant().plus(keepDeleted), /* priority= */ 0);
  }

  @Override
  public boolean spare(UUID video) {
    return queue.cancel(Journey.ERASE, video.toString());
  }
}
