package slipway.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.journey.MoveVideo;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;

/**
 * Computes the source's SHA-256 when it was not computed while the bytes arrived, which happens
 * when the server restarted in the middle of the upload. Nobody waits for it.
 */
public final class Hash implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(Hash.class);
  private static final int BUFFER = 1 << 20;

  private final MoveVideo move;
  private final BlobStore blobs;

  public Hash(MoveVideo move, BlobStore blobs) {
    this.move = move;
    this.blobs = blobs;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    UUID id = UUID.fromString(job.key());
    Optional<Blob> stored = blobs.open(BlobKeys.source(id));
    if (stored.isEmpty()) {
      return Outcome.done();
    }
    try (Blob blob = stored.get()) {
      String sha256 = hash(blob, control);
      return Outcome.done(() -> move.hashed(id, sha256));
    }
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("video {} stays without a hash: {}", job.key(), reason);
  }

  private static String hash(Blob blob, JobControl control) throws IOException {
    MessageDigest digest = sha256();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    long position = 0;
    while (position < blob.size() && !control.cancelled()) {
      buffer.clear();
      int count = blob.read(buffer, position);
      if (count < 0) {
        throw new IOException("the blob ends at " + position + " of " + blob.size());
      }
      position += count;
      digest.update(buffer.flip());
    }
    if (control.cancelled()) {
      throw new IOException("cancelled");
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
