package slipway.pipeline;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import slipway.core.sound.FinishSound;
import slipway.core.sound.RemoteSounds;
import slipway.core.sound.SoundWork;
import slipway.jobs.JobQueue;
import slipway.jobs.Lane;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.transcode.TranscodeSettings;
import slipway.storage.BlobStore;

/** Core's wish for work on added sound as durable jobs. */
public final class QueuedSounds implements SoundWork {
  /** No form takes longer to come. */
  private static final Duration LONGEST_UPLOAD = Duration.ofHours(6);

  private final JobQueue queue;
  private final InstantSource clock;

  public QueuedSounds(JobQueue queue, InstantSource clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /** Tells the queue who does it; before it starts. */
  public static void register(
      JobQueue queue,
      FinishSound finish,
      RemoteSounds remote,
      BlobStore blobs,
      FfmpegState ffmpeg,
      TranscodeSettings settings) {
    queue.register(Journey.SOUND_FETCH, Lane.FETCH, new FetchSound(finish, remote));
    queue.register(Journey.SOUND, Lane.HEAVY, new MakeSound(finish, blobs, ffmpeg, settings));
    queue.register(Journey.SOUND_ERASE, Lane.QUICK, new EraseSound(queue, finish, blobs));
  }

  @Override
  public void fetch(UUID video, UUID sound) {
    queue.enqueue(Journey.SOUND_FETCH, SoundKey.of(video, sound));
  }

  @Override
  public void make(UUID video, UUID sound) {
    queue.enqueue(Journey.SOUND, SoundKey.of(video, sound));
  }

  @Override
  public void eraseUnlessKept(UUID video, UUID sound) {
    queue.enqueue(
        Journey.SOUND_ERASE,
        SoundKey.of(video, sound),
        clock.instant().plus(LONGEST_UPLOAD),
        /* priority= */ 0);
  }

  @Override
  public boolean kept(UUID video, UUID sound) {
    return queue.cancel(Journey.SOUND_ERASE, SoundKey.of(video, sound));
  }

  @Override
  public void erase(UUID video, UUID sound) {
    queue.enqueue(Journey.SOUND_ERASE, SoundKey.of(video, sound));
  }

  @Override
  public void stop(UUID video, UUID sound) {
    queue.cancel(Journey.SOUND_FETCH, SoundKey.of(video, sound));
    queue.cancel(Journey.SOUND, SoundKey.of(video, sound));
  }
}
