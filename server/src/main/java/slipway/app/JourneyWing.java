package slipway.app;

import java.time.Clock;
import java.util.Set;
import slipway.api.gcore.GcoreRoutes;
import slipway.api.livepeer.LivepeerRoutes;
import slipway.core.caption.KeepEmbedded;
import slipway.core.clip.FinishClip;
import slipway.core.event.RecordEvent;
import slipway.core.export.ExportOrders;
import slipway.core.task.Work;
import slipway.core.upload.Minutes;
import slipway.core.watermark.WatermarkWork;
import slipway.ingest.pull.Pull;
import slipway.jobs.JobQueue;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.protect.HouseKey;
import slipway.pipeline.Assemble;
import slipway.pipeline.CutClip;
import slipway.pipeline.CutSource;
import slipway.pipeline.Decrypt;
import slipway.pipeline.EncodeChunk;
import slipway.pipeline.Erase;
import slipway.pipeline.ExtractTexts;
import slipway.pipeline.Fetch;
import slipway.pipeline.Hash;
import slipway.pipeline.Inspect;
import slipway.pipeline.Inspector;
import slipway.pipeline.Join;
import slipway.pipeline.Journey;
import slipway.pipeline.MakeWebm;
import slipway.pipeline.Passes;
import slipway.pipeline.Plans;
import slipway.pipeline.Playlists;
import slipway.pipeline.Preparation;
import slipway.pipeline.Probes;
import slipway.pipeline.RemuxSource;
import slipway.pipeline.Sign;
import slipway.pipeline.StoredCaptions;
import slipway.pipeline.StoredWatermarks;
import slipway.pipeline.Transcode;
import slipway.pipeline.Waves;
import slipway.playback.Indexes;
import slipway.storage.BlobStore;
import slipway.storage.cache.FileCache;

/** Says who does the work between the last byte and the last rung, and after the deletion. */
final class JourneyWing {
  private JourneyWing() {}

  /** What the stages work with. */
  record Rooms(
      ServerSettings settings,
      Work work,
      RecordEvent record,
      Clock clock,
      BlobStore blobs,
      Rules rules,
      Pull pull,
      FileCache cache,
      Indexes indexes,
      FfmpegState ffmpeg,
      StoredCaptions captionFiles,
      StoredWatermarks markImages,
      WatermarkWork markWork,
      ExportOrders orders,
      HouseKey encryptionKey,
      Sign sign) {}

  static void register(JobQueue jobs, Memory memory, Rooms rooms) {
    Plans plans = Ladders.plans(rooms.settings().media().transcode(), rooms.markImages());
    Probes probes = new Probes();
    Preparation preparation =
        new Preparation(
            rooms.rules().move(),
            memory.renditions(),
            rooms.blobs(),
            rooms.ffmpeg(),
            plans,
            probes);
    Passes passes =
        new Passes(
            rooms.rules().move(),
            memory.renditions(),
            rooms.blobs(),
            rooms.settings().media().transcode());
    // Recordings are assets of that API, too.
    Playlists playlists = new Playlists(Set.of(LivepeerRoutes.DOOR));
    Waves waves = new Waves(rooms.rules().move(), memory.chunks(), jobs, rooms.clock());
    MakeWebm webm = new MakeWebm(rooms.rules().move(), preparation, passes, jobs, rooms.clock());
    Journey.register(
        jobs,
        new Journey.Stages(
            new Fetch(
                rooms.rules().move(),
                rooms.rules().take(),
                rooms.pull(),
                rooms.settings().imports().gateways(),
                memory.authorizations(),
                Set.of(GcoreRoutes.DOOR),
                playlists),
            new CutClip(
                rooms.rules().move(),
                new FinishClip(
                    memory.videos(),
                    memory.tasks(),
                    rooms.work(),
                    rooms.record(),
                    memory.transactions(),
                    rooms.clock()),
                memory.renditions(),
                rooms.blobs(),
                rooms.ffmpeg(),
                rooms.settings().media().transcode()),
            new Inspect(
                rooms.rules().move(),
                rooms.work(),
                rooms.rules().parts(),
                memory.uploads(),
                memory.transactions(),
                rooms.blobs(),
                new Inspector(rooms.ffmpeg(), probes, rooms.indexes()::keep),
                plans,
                new Minutes(memory.videos(), rooms.settings().uploads().minutes()),
                rooms.ffmpeg(),
                playlists),
            new Join(rooms.rules().move(), rooms.rules().parts(), rooms.blobs()),
            new Decrypt(
                rooms.rules().move(),
                rooms.work(),
                rooms.blobs(),
                rooms.encryptionKey(),
                rooms.settings().data().resolve("work")),
            new CutSource(
                rooms.rules().move(),
                rooms.work(),
                rooms.blobs(),
                rooms.ffmpeg(),
                rooms.settings().media().transcode(),
                rooms.settings().data().resolve("work")),
            new RemuxSource(
                rooms.rules().move(),
                memory.transactions(),
                preparation,
                plans,
                rooms.ffmpeg(),
                rooms.blobs()),
            new Transcode(
                rooms.rules().move(),
                memory.transactions(),
                preparation,
                passes,
                waves,
                rooms.blobs(),
                webm),
            new EncodeChunk(
                rooms.rules().move(),
                memory.transactions(),
                preparation,
                passes,
                waves,
                rooms.blobs()),
            new Assemble(
                rooms.rules().move(),
                memory.transactions(),
                preparation,
                passes,
                waves,
                rooms.blobs()),
            webm,
            rooms.sign(),
            new Hash(rooms.rules().move(), rooms.blobs()),
            new ExtractTexts(
                new KeepEmbedded(
                    memory.videos(), memory.captions(), memory.transactions(), rooms.clock()),
                rooms.captionFiles(),
                rooms.blobs(),
                rooms.ffmpeg(),
                probes),
            new Erase(
                jobs,
                memory.renditions(),
                memory.captions(),
                memory.sounds(),
                memory.chunks(),
                rooms.blobs(),
                rooms.cache(),
                memory.videos(),
                memory.authorizations(),
                rooms.orders(),
                rooms.markWork(),
                rooms.rules().parts())));
  }
}
