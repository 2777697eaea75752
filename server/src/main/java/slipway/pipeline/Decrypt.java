package slipway.pipeline;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.journey.MoveVideo;
import slipway.core.task.Work;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.media.ffmpeg.WorkFolder;
import slipway.media.protect.Decryption;
import slipway.media.protect.HouseKey;
import slipway.storage.Blob;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.FullDisk;
import slipway.storage.Sums;

/**
 * Opens a source that came encrypted. What was uploaded stays as it is; the clear file appears
 * beside it whole or not at all, and every stage after this one reads that. Neither the key nor
 * what the cipher says about it is logged (MD-97, MD-98).
 */
public final class Decrypt implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(Decrypt.class);
  private static final Duration WAIT_FOR_SPACE = Duration.ofMinutes(1);

  /** What helps against a file and a key that do not belong together. */
  static final String CURE =
      "Upload it again with the key that it was encrypted with, or without encryption.";

  private final MoveVideo move;
  private final Work work;
  private final BlobStore blobs;
  private final HouseKey house;
  private final Path scratch;

  /** Works in folders of its own below {@code scratch}. */
  public Decrypt(MoveVideo move, Work work, BlobStore blobs, HouseKey house, Path scratch) {
    this.move = move;
    this.work = work;
    this.blobs = blobs;
    this.house = house;
    this.scratch = scratch;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    UUID id = UUID.fromString(job.key());
    Optional<String> wrapped =
        move.underWay(id).map(Video::wishes).map(wishes -> wishes.encryptedKey());
    if (wrapped.isEmpty()) {
      return Outcome.done();
    }
    move.started(id);
    Optional<SecretKey> key = house.unwrap(wrapped.get());
    if (key.isEmpty()) {
      return failed(
          id,
          "The key of the encrypted file cannot be opened. It must be an AES key of 16, 24 or 32"
              + " bytes, wrapped by RSA-OAEP, with SHA-256 for the hash and for MGF1, with this"
              + " server's public key.");
    }
    try (Blob blob = blobs.open(BlobKeys.source(id)).orElse(null)) {
      if (blob == null) {
        return Outcome.done(() -> move.failed(id, Failure.fileGone()));
      }
      return blobs.room() < blob.size() ? noSpace(id) : open(id, blob, key.get(), control);
    } catch (IOException failure) {
      FullDisk.orThrow(failure);
      return noSpace(id);
    }
  }

  private Outcome open(UUID id, Blob blob, SecretKey key, JobControl control) throws IOException {
    try (WorkFolder folder = WorkFolder.in(scratch)) {
      Path clear = folder.path().resolve("clear");
      Decryption.Result result;
      try (FileChannel out =
          FileChannel.open(clear, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        result = Decryption.open(new BlobSource(blob), key, out, control::cancelled);
      }
      return switch (result) {
        case Decryption.Result.Opened _ -> {
          Sums.publish(blobs, clear, BlobKeys.clear(id));
          yield Outcome.done(() -> work.inspect(id));
        }
        case Decryption.Result.Refused(String cause) -> failed(id, cause);
        case Decryption.Result.Cancelled() -> Tries.cancelled();
      };
    }
  }

  private Outcome noSpace(UUID id) {
    String reason = "Waiting for space on the disk to decrypt the file.";
    move.waits(id, reason);
    return new Outcome.Wait(WAIT_FOR_SPACE, reason);
  }

  private Outcome failed(UUID id, String cause) {
    log.info("video {} could not be decrypted: {}", id, cause);
    return Outcome.done(() -> move.failed(id, Failure.of(Failure.Kind.ENCRYPTED, cause, CURE)));
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("decrypting video {} was given up: {}", job.key(), reason);
    move.failed(
        UUID.fromString(job.key()),
        Failure.of(Failure.Kind.INTERNAL, "Decrypting the file failed on our side."));
  }
}
