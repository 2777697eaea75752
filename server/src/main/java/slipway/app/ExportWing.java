package slipway.app;

import slipway.api.livepeer.LivepeerNftMetadata;
import slipway.core.export.ExportVideo;
import slipway.export.ExportSettings;
import slipway.export.SendOut;
import slipway.jobs.JobQueue;
import slipway.jobs.Lane;
import slipway.outgoing.Outgoing;
import slipway.outgoing.Resolver;
import slipway.storage.BlobStore;

/** From where copies of sources go out. */
final class ExportWing {
  private ExportWing() {}

  /** Tells the queue who sends them; before it starts. */
  static void register(
      JobQueue jobs,
      ExportVideo exports,
      BlobStore blobs,
      Outgoing outgoing,
      Opened opened,
      ServerSettings settings) {
    ExportSettings where = settings.exports();
    // The operator's own nodes may lie at home; what callers name still may not.
    Outgoing trusted =
        opened.keep(new Outgoing(settings.outgoing().withHosts(where.hosts()), Resolver.system()));
    jobs.register(
        SendOut.KIND,
        Lane.FETCH,
        new SendOut(
            exports, blobs, new LivepeerNftMetadata(where.player()), outgoing, trusted, where));
  }
}
