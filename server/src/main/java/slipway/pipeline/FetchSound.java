package slipway.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.sound.FinishSound;
import slipway.core.sound.KeepSounds;
import slipway.core.sound.RemoteSounds;
import slipway.core.sound.RemoteSounds.Fetched;
import slipway.core.video.Failure;
import slipway.jobs.Job;
import slipway.jobs.JobControl;
import slipway.jobs.JobHandler;
import slipway.jobs.Outcome;
import slipway.storage.FullDisk;

/** Brings the file of an added sound track here. */
final class FetchSound implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(FetchSound.class);
  private static final Duration TRY_AGAIN = Duration.ofSeconds(30);
  private static final int TRIES = 3;

  private final FinishSound finish;
  private final RemoteSounds remote;

  FetchSound(FinishSound finish, RemoteSounds remote) {
    this.finish = finish;
    this.remote = remote;
  }

  @Override
  public Outcome run(Job job, JobControl control) throws IOException {
    SoundKey key = SoundKey.parse(job.key());
    UUID id = key.sound();
    Optional<String> url =
        finish.wanted(id).flatMap(found -> Optional.ofNullable(found.sound().url()));
    if (url.isEmpty()) {
      return Outcome.done();
    }
    Fetched fetched;
    try {
      fetched = remote.fetch(url.get(), key.video(), id, KeepSounds.LARGEST);
    } catch (IOException failure) {
      FullDisk.orThrow(failure);
      log.warn("audio track {} waits for space: {}", job.key(), failure.toString());
      return new Outcome.Wait(TRY_AGAIN, "waiting for space on the disk");
    }
    return switch (fetched) {
      case Fetched.Whole() -> Outcome.done(() -> finish.fetched(id));
      case Fetched.Refused(Failure failure) -> Outcome.done(() -> finish.failed(id, failure));
      case Fetched.Later(Failure failure) ->
          job.attempt() < TRIES
              ? new Outcome.RetryAfter(TRY_AGAIN, failure.sentence())
              : Outcome.done(() -> finish.failed(id, failure));
    };
  }

  @Override
  public void gaveUp(Job job, String reason) {
    log.error("audio track {} was not fetched: {}", job.key(), reason);
    finish.failed(
        SoundKey.parse(job.key()).sound(),
        Failure.of(
            Failure.Kind.INTERNAL, "Fetching the file failed on our side.", "Add it again."));
  }
}
