package slipway.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.journey.MoveVideo;
import slipway.core.upload.JoinParts;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;

/**
 * Makes one file of a source that came in parts, so that everything after it meets an ordinary file
 * (docs/decisions/0010). The file appears whole or not at all, so a crash costs only the time.
 */
public final class Join implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(Join.class);
  private static final Duration WAIT_FOR_SPACE = Duration.ofMinutes(1);

  private final MoveVideo move;
  private final JoinParts parts;
  private final BlobStore blobs;

  public Join(MoveVideo move, JoinParts parts, BlobStore blobs) {
    this.move = move;
    this.parts = parts;
    this.blobs = blobs;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    UUID id = UUID.fromString(job.key());
    List<Upload> all = parts.missing(id);
    Optional<Long> size = move.underWay(id).map(Video::content).map(Content::size);
    if (size.isEmpty() || all.isEmpty()) {
      return Outcome.done();
    }
    // Bytes of the right size may be left of an upload that the ticket began before; they are the
    // whole only where parts are gone already, which go after the whole is there.
    if (!(arePartsGone(all) && isThere(id, size.get()))) {
      if (blobs.room() < size.get()) {
        return new Outcome.Wait(WAIT_FOR_SPACE, "no space to join the parts");
      }
      try {
        blobs.concat(
            all.stream().map(part -> BlobKeys.source(part.video())).toList(), BlobKeys.source(id));
      } catch (NoSpaceException e) {
        return new Outcome.Wait(WAIT_FOR_SPACE, "no space to join the parts");
      }
      if (!isThere(id, size.get())) {
        throw new IOException("the parts of video " + id + " have other lengths than recorded");
      }
    }
    return Outcome.done(() -> parts.joined(id));
  }

  private boolean arePartsGone(List<Upload> all) throws IOException {
    for (Upload part : all) {
      Optional<Blob> bytes = blobs.open(BlobKeys.source(part.video()));
      if (bytes.isEmpty()) {
        return true;
      }
      bytes.get().close();
    }
    return false;
  }

  /** Before a retry after a crash: a source is only ever whole. */
  private boolean isThere(UUID id, long size) throws IOException {
    Optional<Blob> source = blobs.open(BlobKeys.source(id));
    try (Blob blob = source.orElse(null)) {
      return blob != null && blob.size() == size;
    }
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("the parts of video {} were not joined: {}", job.key(), reason);
    move.failed(
        UUID.fromString(job.key()),
        Failure.of(Failure.Kind.INTERNAL, "Joining the parts failed on our side."));
  }
}
