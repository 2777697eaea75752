package slipway.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.caption.Captions;
import slipway.core.export.ExportOrders;
import slipway.core.rendition.Chunks;
import slipway.core.rendition.Renditions;
import slipway.core.sound.Sounds;
import slipway.core.upload.FetchAuthorizations;
import slipway.core.upload.JoinParts;
import slipway.core.video.Video;
import slipway.core.video.Videos;
import slipway.core.watermark.WatermarkProfile;
import slipway.core.watermark.WatermarkWork;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.JobQueue;
import slipway.jobs.Outcome;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.cache.FileCache;

/** Gives the bytes of a deleted video back, once no work on it is under way any more (REL-36). */
public final class Erase implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(Erase.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** After this nobody who began before the deletion still makes files (REL-36: within 60 s). */
  private static final Duration SECOND_LOOK = Duration.ofSeconds(30);

  /** Between two tries while the storage is in trouble: nobody else would ever come back. */
  private static final Duration TROUBLE = Duration.ofMinutes(5);

  /** Why it runs for the last time; waits for stages before do not count as a look. */
  private static final String LOOKS_AGAIN = "a second look for files that came late";

  private final JobQueue queue;
  private final Renditions renditions;
  private final Captions captions;
  private final Sounds sounds;
  private final Chunks chunks;
  private final BlobStore blobs;
  private final FileCache cache;
  private final Videos videos;
  private final FetchAuthorizations authorizations;
  private final ExportOrders exports;
  private final WatermarkWork marks;
  private final JoinParts parts;

  public Erase(
      JobQueue queue,
      Renditions renditions,
      Captions captions,
      Sounds sounds,
      Chunks chunks,
      BlobStore blobs,
      FileCache cache,
      Videos videos,
      FetchAuthorizations authorizations,
      ExportOrders exports,
      WatermarkWork marks,
      JoinParts parts) {
    this.queue = queue;
    this.renditions = renditions;
    this.captions = captions;
    this.sounds = sounds;
    this.chunks = chunks;
    this.blobs = blobs;
    this.cache = cache;
    this.videos = videos;
    this.authorizations = authorizations;
    this.exports = exports;
    this.marks = marks;
    this.parts = parts;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException, InterruptedException {
    UUID id = UUID.fromString(job.key());
    for (String stage : Journey.STAGES) {
      if (!queue.awaitEnd(stage, job.key(), PATIENCE)) {
        return new Outcome.RetryAfter(PATIENCE, "the stage " + stage + " is still running");
      }
    }
    for (String stage : Journey.MANY) {
      if (!queue.awaitEndOfAll(stage, ChunkKey.prefix(id), PATIENCE)) {
        return new Outcome.RetryAfter(PATIENCE, "the stage " + stage + " is still running");
      }
    }
    Optional<Video> video = videos.byId(id);
    String poster = video.map(one -> one.wishes().effectiveParticulars().poster()).orElse(null);
    try {
      blobs.deleteFolder(BlobKeys.folder(id));
      if (poster != null) {
        blobs.delete(poster);
      }
    } catch (IOException trouble) {
      log.warn("the bytes of deleted video {} cannot be deleted yet", id, trouble);
      return new Outcome.RetryAfter(TROUBLE, "the storage is in trouble: " + trouble.getMessage());
    }
    cache.drop(BlobKeys.folder(id));
    if (job.lastReason().filter(LOOKS_AGAIN::equals).isEmpty()) {
      // An upload or a stage on another machine may have been about to make a file.
      return new Outcome.RetryAfter(SECOND_LOOK, LOOKS_AGAIN);
    }
    return Outcome.done(() -> {
      renditions.removeAll(id);
      captions.removeAll(id);
      sounds.removeAll(id);
      chunks.removeAll(id);
      authorizations.forget(id);
      exports.forget(id);
      parts.forgotten(id);
      // It may have been the last one that needed the picture of a deleted watermark.
      video
          .map(one -> one.wishes().details().watermark())
          .flatMap(WatermarkProfile::idOf)
          .ifPresent(marks::eraseUnlessNeeded);
    });
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("the bytes of deleted video {} stay on the disk: {}", job.key(), reason);
  }
}
