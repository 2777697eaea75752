package slipway.pipeline;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import slipway.core.watermark.FinishWatermark;
import slipway.core.watermark.WatermarkWork;
import slipway.jobs.JobQueue;
import slipway.jobs.Lane;
import slipway.storage.BlobStore;

/** Core's wish for looking after pictures as durable jobs. */
public final class QueuedWatermarks implements WatermarkWork {
  /** Long enough for whoever is just writing the picture, or a video that names it. */
  private static final Duration A_WHILE = Duration.ofHours(1);

  private final JobQueue queue;
  private final InstantSource clock;

  public QueuedWatermarks(JobQueue queue, InstantSource clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /** Tells the queue who does it; before it starts. */
  public static void register(JobQueue queue, FinishWatermark finish, BlobStore blobs) {
    queue.register(Journey.WATERMARK_ERASE, Lane.QUICK, new EraseWatermark(finish, blobs));
  }

  @Override
  public void eraseUnlessNeeded(UUID profile) {
    queue.enqueue(
        Journey.WATERMARK_ERASE,
        profile.toString(),
        clock.instant().plus(A_WHILE),
        /* priority= */ 0);
  }
}
