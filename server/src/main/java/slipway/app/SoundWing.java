package slipway.app;

import java.time.InstantSource;
import slipway.api.cloudflare.CloudflareDelivery;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.sound.FinishSound;
import slipway.core.sound.KeepSounds;
import slipway.core.sound.SoundWork;
import slipway.core.sound.Sounds;
import slipway.core.video.Videos;
import slipway.ingest.FetchSoundFile;
import slipway.ingest.direct.SoundForm;
import slipway.jobs.JobQueue;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.transcode.TranscodeSettings;
import slipway.outgoing.Outgoing;
import slipway.pipeline.QueuedSounds;
import slipway.storage.BlobStore;

/** Sound that owners add to their videos: who takes it, and who makes it fit. */
record SoundWing(
    Videos videos, Sounds sounds, SoundWork work, Transactions transactions, BlobStore blobs) {

  /** Its jobs. */
  void register(JobQueue jobs, Outgoing outgoing, FfmpegState ffmpeg, TranscodeSettings settings) {
    QueuedSounds.register(
        jobs,
        new FinishSound(videos, sounds, work, transactions),
        new FetchSoundFile(outgoing, blobs),
        blobs,
        ffmpeg,
        settings);
  }

  /** What Cloudflare's API says about it. */
  CloudflareDelivery.Audio audio(Outgoing outgoing, Ids ids, InstantSource clock) {
    return new CloudflareDelivery.Audio(
        new KeepSounds(videos, sounds, work, outgoing::whyNot, transactions, ids, clock),
        new SoundForm(blobs, KeepSounds.LARGEST)::read);
  }
}
