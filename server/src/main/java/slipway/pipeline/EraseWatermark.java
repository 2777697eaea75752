package slipway.pipeline;

import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.watermark.FinishWatermark;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;

/**
 * Gives the picture of a watermark back, if nobody needs it. Where somebody still does, the last
 * who did asks again ({@link Erase}).
 */
final class EraseWatermark implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(EraseWatermark.class);

  private final FinishWatermark finish;
  private final BlobStore blobs;

  EraseWatermark(FinishWatermark finish, BlobStore blobs) {
    this.finish = finish;
    this.blobs = blobs;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    UUID id = UUID.fromString(job.key());
    if (!finish.isOver(id)) {
      return Outcome.done();
    }
    blobs.delete(BlobKeys.watermark(id));
    return Outcome.done(() -> finish.erased(id));
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("the picture of watermark {} stays until the next start: {}", job.key(), reason);
  }
}
