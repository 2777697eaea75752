package slipway.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import slipway.api.cloudflare.CloudflareDelivery;
import slipway.api.cloudflare.CloudflareEvents;
import slipway.api.cloudflare.CloudflareRoutes;
import slipway.api.gcore.GcoreEvents;
import slipway.api.gcore.GcoreRoutes;
import slipway.api.livepeer.LivepeerEvents;
import slipway.api.livepeer.LivepeerRoutes;
import slipway.core.Ids;
import slipway.core.access.ChangeProtection;
import slipway.core.access.KeepSigningKeys;
import slipway.core.access.Protections;
import slipway.core.access.RecentProtections;
import slipway.core.account.Authenticate;
import slipway.core.account.ChangeQuota;
import slipway.core.account.OpenAccount;
import slipway.core.caption.KeepCaption;
import slipway.core.caption.RemoveCaption;
import slipway.core.clip.ClipVideo;
import slipway.core.event.RecordEvent;
import slipway.core.export.ExportOrders;
import slipway.core.export.ExportVideo;
import slipway.core.journey.ChangeVideo;
import slipway.core.journey.DeleteVideo;
import slipway.core.journey.RestoreVideo;
import slipway.core.task.Work;
import slipway.core.upload.ChangeTicket;
import slipway.core.upload.Minutes;
import slipway.core.watermark.FinishWatermark;
import slipway.core.watermark.KeepWatermarks;
import slipway.core.watermark.WatermarkWork;
import slipway.core.webhook.DeliveryRounds;
import slipway.core.webhook.EventShape;
import slipway.core.webhook.KeepWebhooks;
import slipway.core.webhook.PutUpForDelivery;
import slipway.dashboard.AdminArea;
import slipway.dashboard.AdminKey;
import slipway.dashboard.HealthArea;
import slipway.dashboard.WebPage;
import slipway.http.HttpServer;
import slipway.http.HttpSettings;
import slipway.http.Origin;
import slipway.http.Site;
import slipway.ingest.FetchPicture;
import slipway.ingest.Receiver;
import slipway.ingest.StoredPosters;
import slipway.ingest.SweepUploads;
import slipway.ingest.WorkWithoutWriters;
import slipway.ingest.Writers;
import slipway.ingest.pull.Pull;
import slipway.jobs.JobQueue;
import slipway.jobs.Lane;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.protect.HouseKey;
import slipway.media.thumbnail.PictureMaker;
import slipway.openapi.OpenApiArea;
import slipway.outgoing.Outgoing;
import slipway.outgoing.Resolver;
import slipway.pipeline.QueuedSounds;
import slipway.pipeline.QueuedWatermarks;
import slipway.pipeline.QueuedWork;
import slipway.pipeline.StoredCaptions;
import slipway.pipeline.StoredWatermarks;
import slipway.playback.Indexes;
import slipway.playback.Pictures;
import slipway.playback.SweepPictures;
import slipway.records.FailuresOfDatabase;
import slipway.records.SqlChanges;
import slipway.records.SqlExportOrders;
import slipway.records.SqlProtections;
import slipway.records.SqlWatermarks;
import slipway.sql.Database;
import slipway.storage.BlobStore;
import slipway.storage.cache.FileCache;
import slipway.storage.file.FileBlobs;
import slipway.webhook.Deliver;
import slipway.webhook.GateByWebhook;
import slipway.webhook.QueuedRounds;

/**
 * The whole server. Every room is built here by hand, in the order in which a video walks through
 * them, so that reading this constructor is reading the house. Closing it stops everything in the
 * opposite order.
 */
public final class Server implements AutoCloseable {
  private final Opened opened;
  private final HttpServer http;
  private final Site site;

  private Server(ServerSettings settings, String version, PrintStream out, Opened opened)
      throws IOException {
    this.opened = opened;
    Path data = DataFolder.make(settings.data());
    Ids ids = new RandomIds();
    Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    Metrics metrics = opened.keep(new Metrics());
    Outgoing outgoing = opened.keep(new Outgoing(settings.outgoing(), Resolver.system()));

    // Memory.
    Database database =
        opened.keep(Database.open(settings.stores().database(), FailuresOfDatabase::named));
    // No other server works in the folder from here on. FFmpeg is tried in three runs, which are
    // mostly waited for: so beside what follows.
    Future<FfmpegState> ffmpegSearch =
        opened
            .keep(Executors.newVirtualThreadPerTaskExecutor())
            .submit(() -> WorkDisk.ffmpeg(settings, data));
    Memory memory =
        Memory.over(
            database,
            SecretsKeyFile.in(
                settings.house().secretsKey().orElse(data.resolve("secrets-key")), ids));
    JobQueue jobs =
        opened.busy(
            new JobQueue(database, settings.media().jobs(), clock, ids.secret(16), metrics));
    Work work = new QueuedWork(jobs, clock, settings.deletion().keep());

    // Bytes rest.
    BlobStore blobs =
        new FileBlobs(
            settings.stores().blobs(), settings.stores().reserve(), settings.stores().durability());

    // The house rules.
    CompletableFuture<Origin> addresses = new CompletableFuture<>();
    SqlWatermarks marks = new SqlWatermarks(database);
    StoredWatermarks markImages = new StoredWatermarks(marks, blobs);
    WatermarkWork markWork = new QueuedWatermarks(jobs, clock);
    KeepWatermarks keepWatermarks =
        new KeepWatermarks(
            marks,
            markImages,
            new FetchPicture(outgoing),
            markWork,
            memory.transactions(),
            ids,
            clock);
    FinishWatermark finishWatermark =
        new FinishWatermark(
            marks, markWork, memory.transactions(), clock, settings.deletion().keep());
    QueuedWatermarks.register(jobs, finishWatermark, blobs);
    ExportOrders orders = new SqlExportOrders(database);
    LivepeerEvents livepeerEvents =
        new LivepeerEvents(
            memory.accounts(),
            addresses::join,
            memory.renditions(),
            orders,
            settings.exports().gateway());
    Map<String, EventShape> eventShapes =
        Map.of(
            LivepeerRoutes.DOOR,
            livepeerEvents,
            GcoreRoutes.DOOR,
            new GcoreEvents(memory.renditions(), GcoreWing.files(), addresses::join),
            CloudflareRoutes.DOOR,
            new CloudflareEvents(addresses::join, keepWatermarks));
    DeliveryRounds rounds = new QueuedRounds(jobs);
    RecordEvent record =
        new RecordEvent(
            memory.events(),
            ids,
            new PutUpForDelivery(memory.webhooks(), memory.deliveries(), rounds, eventShapes, ids));
    KeepWebhooks keepWebhooks =
        new KeepWebhooks(
            memory.webhooks(), rounds, outgoing::whyNot, memory.transactions(), ids, clock);
    KeepSigningKeys keepSigningKeys =
        new KeepSigningKeys(memory.signingKeys(), memory.transactions(), clock);
    OpenAccount openAccount = new OpenAccount(memory.accounts(), memory.transactions(), ids, clock);
    Authenticate authenticate = new Authenticate(memory.accounts());
    Minutes minutes = new Minutes(memory.videos(), settings.uploads().minutes());
    Rules rules =
        Rules.of(
            settings, memory, work, record, new SpaceOfStore(blobs), outgoing::whyNot, ids, clock);

    // Bytes arrive.
    FileCache cache =
        new FileCache(data.resolve("cache"), settings.pictures().cache().bytes(), clock);
    Writers writers = new Writers(settings.softHead());
    metrics.watch(writers);
    DeleteVideo delete =
        new DeleteVideo(
            memory.videos(),
            memory.tasks(),
            new WorkWithoutWriters(work, memory.uploads(), writers),
            record,
            memory.transactions(),
            clock);
    Receiver receiver = new Receiver(rules.take(), blobs, new FirstLookAtMedia());
    Pull pull = new Pull(outgoing, rules.take(), writers, receiver, settings.imports().timeout());
    SweepUploads sweep = new SweepUploads(rules.expire(), writers, receiver);

    // The craft and the journey.
    Indexes indexes = new Indexes(settings.playback());
    FfmpegState ffmpeg = WorkDisk.found(ffmpegSearch);
    StoredCaptions captionFiles = new StoredCaptions(blobs, ids, memory.loose(), clock);
    HouseKey encryptionKey =
        HouseKey.in(settings.house().encryptionKey().orElse(data.resolve("encryption-key.pem")));
    ProvenanceWing provenance = new ProvenanceWing(settings.provenance(), data, clock);
    JourneyWing.register(
        jobs,
        memory,
        new JourneyWing.Rooms(
            settings,
            work,
            record,
            clock,
            blobs,
            rules,
            pull,
            cache,
            indexes,
            ffmpeg,
            captionFiles,
            markImages,
            markWork,
            orders,
            encryptionKey,
            provenance.sign(
                rules.move(),
                memory,
                record,
                blobs,
                provenance.stamps(opened, settings.outgoing()),
                ids,
                version)));

    SoundWing added =
        new SoundWing(
            memory.videos(),
            memory.sounds(),
            new QueuedSounds(jobs, clock),
            memory.transactions(),
            blobs);
    added.register(jobs, outgoing, ffmpeg, settings.media().transcode());
    Predicate<UUID> there =
        id -> memory.videos().byId(id).filter(video -> !video.isDeleted()).isPresent();
    Pictures pictures = new Pictures(new PictureMaker(ffmpeg), cache, settings.pictures(), there);

    // News go out.
    Deliver deliver =
        new Deliver(
            memory.webhooks(),
            memory.deliveries(),
            memory.attempts(),
            memory.events(),
            eventShapes,
            memory.transactions(),
            outgoing,
            settings.webhooks(),
            ids,
            clock);
    jobs.register(Deliver.KIND, Lane.NEWS, deliver);
    ExportVideo exports =
        new ExportVideo(
            memory.videos(),
            memory.tasks(),
            orders,
            work,
            record,
            memory.transactions(),
            ids,
            clock,
            settings.uploads().maxActiveTasks());
    ExportWing.register(jobs, exports, blobs, outgoing, opened, settings);

    // Viewers come.
    SqlProtections kept = new SqlProtections(database);
    Protections protections = new RecentProtections(kept, new SqlChanges(database));
    Viewing viewing =
        new Viewing(
            settings,
            database,
            memory,
            ids,
            clock,
            new GateByWebhook(
                memory.webhooks(),
                new SqlChanges(database),
                memory.transactions(),
                livepeerEvents,
                outgoing,
                settings.webhooks(),
                clock),
            protections,
            metrics::counting);

    KeepCaption keepCaption =
        new KeepCaption(
            memory.videos(), memory.captions(), captionFiles, memory.transactions(), clock);
    RemoveCaption removeCaption =
        new RemoveCaption(memory.captions(), captionFiles, memory.transactions());

    // Keys, health and the window.
    AdminKeyFile.Found adminKey = AdminKeyFile.in(data, settings.house().adminKey(), ids);
    Health health =
        new Health(
            database,
            blobs,
            settings.stores().roomFor(WorkDisk.of(data)),
            ffmpeg,
            settings.outgoing().warnings());
    OperatorsView view = new OperatorsView(jobs, memory, kept, clock);
    view.measuredBy(metrics);
    AdminArea.Parts window =
        new AdminArea.Parts(
            new AdminKey(adminKey.key()),
            version,
            health,
            view::rows,
            memory.accounts(),
            openAccount,
            new ChangeQuota(memory.accounts(), memory.transactions()),
            new ChangeProtection(memory.accounts(), kept, memory.transactions(), ids),
            memory.videos(),
            memory.uploads(),
            memory.tasks(),
            memory.renditions(),
            rules.requestUpload(),
            rules.importFromUrl(),
            delete,
            rules.retry(),
            exports,
            memory.captions(),
            keepCaption,
            removeCaption,
            keepWebhooks,
            view.webhooks(),
            view.tryWebhook(rounds, eventShapes, ids),
            view.resendLog(rounds, ids),
            view.hindrances(),
            Map.of(GcoreRoutes.DOOR, GcoreEvents.NAMES));

    // Doors. The port first, since the addresses handed out name it.
    FrontDoor door = new FrontDoor(settings.visits());
    http =
        opened.busy(HttpServer.start(settings.http(), door, clock, () -> ids.letters(16), metrics));
    Origin origin = origin(settings.http(), http.port());
    addresses.complete(origin);
    // After the port: a key made by a start that fails would be stored but never shown.
    @Nullable String newApiKey =
        FirstAccount.ensure(memory.accounts(), openAccount, settings.house().apiKey());
    settings
        .gcore()
        .webhookUrl()
        .ifPresent(url ->
            keepWebhooks.only(
                memory.accounts().all().getFirst().number(),
                GcoreRoutes.DOOR,
                url.toString(),
                GcoreEvents.NAMES,
                /* secret= */ null));
    site =
        new Site(
            Doors.all(
                origin,
                new Doors.Rooms(
                    authenticate,
                    memory.videos(),
                    memory.renditions(),
                    memory.tasks(),
                    rules.requestUpload(),
                    rules.importFromUrl(),
                    rules.take(),
                    rules.create(),
                    new ChangeVideo(memory.videos(), record, memory.transactions(), clock),
                    rules.retry(),
                    delete,
                    new ClipVideo(
                        memory.videos(),
                        memory.tasks(),
                        work,
                        record,
                        memory.transactions(),
                        ids,
                        clock,
                        minutes),
                    new LivepeerRoutes.Access(keepSigningKeys, ids, encryptionKey::publicKey),
                    new LivepeerRoutes.Telling(keepWebhooks, memory.attempts(), deliver),
                    viewing.delivery(
                        origin,
                        keepSigningKeys,
                        new CloudflareDelivery.Texts(
                            memory.captions(), captionFiles, keepCaption, removeCaption),
                        keepWatermarks,
                        added.audio(outgoing, ids, clock)),
                    new CloudflareWing.Rooms(
                        settings.cloudflare(),
                        new ChangeTicket(
                            memory.videos(),
                            memory.uploads(),
                            memory.transactions(),
                            settings.uploads()),
                        minutes,
                        keepWatermarks,
                        new CloudflareRoutes.Telling(keepWebhooks, ids),
                        clock),
                    new LivepeerRoutes.Exporting(
                        exports, outgoing::whyNot, settings.exports().gateway()),
                    new RestoreVideo(
                        memory.videos(),
                        memory.renditions(),
                        memory.sounds(),
                        work,
                        new QueuedSounds(jobs, clock),
                        record,
                        memory.transactions(),
                        clock,
                        settings.deletion().keep()),
                    writers,
                    receiver,
                    settings.visits().limit(),
                    settings.visits(),
                    GcoreWing.more(
                        settings,
                        database,
                        memory,
                        ids,
                        clock,
                        new StoredPosters(blobs, outgoing, ids, memory.loose(), clock),
                        delete,
                        keepCaption,
                        removeCaption,
                        captionFiles,
                        protections)),
                viewing.areas(blobs, indexes, pictures),
                List.of(
                    AdminArea.of(window),
                    MigrationDoor.area(
                        window.key(),
                        new MigrationDoor.House(
                            database,
                            memory.accounts(),
                            memory.videos(),
                            memory.tasks(),
                            memory.uploads(),
                            work,
                            record,
                            memory.transactions(),
                            ids,
                            clock,
                            memory.authorizations(),
                            memory.captions(),
                            captionFiles,
                            keepCaption),
                        blobs,
                        settings.uploads(),
                        outgoing::whyNot),
                    HealthArea.of(health),
                    metrics.area(),
                    provenance.area(),
                    OpenApiArea.documents(origin),
                    OpenApiArea.pages(origin),
                    WebPage.area())));
    door.opensTo(site);
    jobs.start();
    finishWatermark.askAgain(/* limit= */ 1000);
    SweepPictures sweepPictures = new SweepPictures(cache, there);
    new Chores(memory, blobs, delete, sweep, sweepPictures, rounds, http, viewing, clock)
        .begin(opened.busy(new Caretaker()), settings.webhooks().keepLog());
    out.println(
        StartReport.of(
            origin,
            data.toString(),
            settings.ownCertificate(),
            memory.accounts().all().getFirst(),
            newApiKey,
            adminKey.made() ? adminKey.key() : null,
            health.get(),
            settings.warnings()));
  }

  /**
   * Starts everything, or closes again what was opened until something went wrong.
   *
   * @param out where the start report goes
   * @throws IOException when the data folder cannot be used or the port is taken
   * @throws slipway.sql.DatabaseUnavailable with a sentence for the operator
   */
  public static Server start(ServerSettings settings, String version, PrintStream out)
      throws IOException {
    Logging.use(settings.house().logFormat());
    Opened opened = new Opened();
    try {
      return new Server(settings, version, out, opened);
    } catch (IOException | RuntimeException | Error failure) {
      opened.close();
      throw failure;
    }
  }

  /** The port listened on. */
  public int port() {
    return http.port();
  }

  /** All routes there are, see {@link Site#offered()}. */
  List<String> offered() {
    return site.offered();
  }

  /** Stops in good order; a second call does nothing. */
  @Override
  public void close() {
    opened.close();
  }

  /** The origin in URLs handed out: as configured, else where we listen (LP-15). */
  static Origin origin(HttpSettings http, int port) {
    URI url = http.publicUrl();
    String host = http.host().contains(":") ? "[" + http.host() + "]" : http.host();
    String scheme = http.tls() == null ? "http" : "https";
    return url == null ? new Origin(scheme, host + ":" + port, "") : Origin.of(url);
  }
}
