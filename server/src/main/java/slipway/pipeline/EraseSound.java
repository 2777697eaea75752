package slipway.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.sound.FinishSound;
import slipway.core.sound.Sound;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.JobQueue;
import slipway.jobs.Outcome;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.Sums;

/**
 * Gives bytes of an added sound track back: all of one that nobody knows, and of a settled one what
 * it was made of.
 */
final class EraseSound implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(EraseSound.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final JobQueue queue;
  private final FinishSound finish;
  private final BlobStore blobs;

  EraseSound(JobQueue queue, FinishSound finish, BlobStore blobs) {
    this.queue = queue;
    this.finish = finish;
    this.blobs = blobs;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException, InterruptedException {
    SoundKey key = SoundKey.parse(job.key());
    for (String kind : List.of(Journey.SOUND_FETCH, Journey.SOUND)) {
      if (!queue.awaitEnd(kind, job.key(), PATIENCE)) {
        return new Outcome.RetryAfter(PATIENCE, kind + " is still running");
      }
    }
    Optional<Sound> known = finish.known(key.sound());
    String made = BlobKeys.sound(key.video(), key.sound());
    if (known.isEmpty()) {
      blobs.delete(made);
      blobs.delete(Sums.key(made));
    }
    if (known.map(Sound::isSettled).orElse(true)) {
      blobs.delete(BlobKeys.soundSource(key.video(), key.sound()));
    }
    return Outcome.done();
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("bytes of audio track {} stay until its video goes: {}", job.key(), reason);
  }
}
