package slipway.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import slipway.api.cloudflare.CloudflareDelivery;
import slipway.api.cloudflare.CloudflareEvents;
import slipway.api.cloudflare.CloudflareRoutes;
import slipway.api.gcore.GcoreEvents;
import slipway.api.gcore.GcoreRoutes;
import slipway.api.livepeer.LivepeerEvents;
import slipway.api.livepeer.LivepeerRoutes;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.access.ChangeProtection;
import slipway.core.access.KeepSigningKeys;
import slipway.core.access.Protections;
import slipway.core.access.RecentProtections;
import slipway.core.access.SigningKeys;
import slipway.core.account.Accounts;
import slipway.core.account.Authenticate;
import slipway.core.account.ChangeQuota;
import slipway.core.account.OpenAccount;
import slipway.core.caption.Captions;
import slipway.core.caption.KeepCaption;
import slipway.core.caption.KeepEmbedded;
import slipway.core.caption.RemoveCaption;
import slipway.core.clip.ClipVideo;
import slipway.core.clip.FinishClip;
import slipway.core.event.Events;
import slipway.core.event.RecordEvent;
import slipway.core.export.ExportOrders;
import slipway.core.export.ExportVideo;
import slipway.core.journey.ChangeVideo;
import slipway.core.journey.DeleteDue;
import slipway.core.journey.DeleteVideo;
import slipway.core.journey.MoveVideo;
import slipway.core.journey.RestoreVideo;
import slipway.core.journey.RetryVideo;
import slipway.core.rendition.Chunks;
import slipway.core.rendition.Renditions;
import slipway.core.sound.Sounds;
import slipway.core.task.Tasks;
import slipway.core.task.Work;
import slipway.core.upload.ChangeTicket;
import slipway.core.upload.CreateUpload;
import slipway.core.upload.ExpireUploads;
import slipway.core.upload.FetchAuthorizations;
import slipway.core.upload.ImportFromUrl;
import slipway.core.upload.JoinParts;
import slipway.core.upload.Minutes;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Uploads;
import slipway.core.video.Videos;
import slipway.core.watermark.KeepWatermarks;
import slipway.core.webhook.Attempts;
import slipway.core.webhook.Deliveries;
import slipway.core.webhook.DeliveryRounds;
import slipway.core.webhook.EventShape;
import slipway.core.webhook.KeepWebhooks;
import slipway.core.webhook.PutUpForDelivery;
import slipway.core.webhook.Webhooks;
import slipway.dashboard.AdminArea;
import slipway.dashboard.AdminKey;
import slipway.dashboard.HealthArea;
import slipway.dashboard.JobRow;
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
import slipway.jobs.JobView;
import slipway.jobs.Lane;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.media.protect.HouseKey;
import slipway.media.thumbnail.PictureMaker;
import slipway.openapi.OpenApiArea;
import slipway.outgoing.Outgoing;
import slipway.outgoing.Resolver;
import slipway.pipeline.Assemble;
import slipway.pipeline.CutClip;
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
import slipway.pipeline.Passes;
import slipway.pipeline.Plans;
import slipway.pipeline.Preparation;
import slipway.pipeline.QueuedSounds;
import slipway.pipeline.QueuedWork;
import slipway.pipeline.RemuxSource;
import slipway.pipeline.StoredCaptions;
import slipway.pipeline.StoredWatermarks;
import slipway.pipeline.Transcode;
import slipway.pipeline.Waves;
import slipway.playback.Indexes;
import slipway.playback.Pictures;
import slipway.records.SqlAccounts;
import slipway.records.SqlAttempts;
import slipway.records.SqlCaptions;
import slipway.records.SqlChanges;
import slipway.records.SqlChunks;
import slipway.records.SqlDeliveries;
import slipway.records.SqlEvents;
import slipway.records.SqlExportOrders;
import slipway.records.SqlFetchAuthorizations;
import slipway.records.SqlHouseSecrets;
import slipway.records.SqlProtections;
import slipway.records.SqlRenditions;
import slipway.records.SqlSigningKeys;
import slipway.records.SqlSounds;
import slipway.records.SqlTasks;
import slipway.records.SqlTransactions;
import slipway.records.SqlUploads;
import slipway.records.SqlUsedTokens;
import slipway.records.SqlVideos;
import slipway.records.SqlWatermarks;
import slipway.records.SqlWebhooks;
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
  /** Unfinished uploads are gone within ten minutes of their time (TUS-98). */
  private static final Duration FORGET_EVERY = Duration.ofMinutes(4);

  /** The bytes of an expired upload are gone within a minute (REL-21). */
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(30);

  private static final Duration RENEW_EVERY = Duration.ofMinutes(1);

  private final Opened opened;
  private final HttpServer http;
  private final Site site;

  private Server(ServerSettings settings, String version, PrintStream out, Opened opened)
      throws IOException {
    this.opened = opened;
    Path data = folder(settings.data());
    Ids ids = new RandomIds();
    Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    Metrics metrics = opened.keep(new Metrics());
    Outgoing outgoing = opened.keep(new Outgoing(settings.outgoing(), Resolver.system()));

    // Memory.
    Database database = opened.keep(Database.open(settings.stores().database()));
    Transactions transactions = new SqlTransactions(database);
    Accounts accounts = new SqlAccounts(database);
    Videos videos = new SqlVideos(database);
    Tasks tasks = new SqlTasks(database);
    Uploads uploads = new SqlUploads(database);
    Renditions renditions = new SqlRenditions(database);
    Captions captions = new SqlCaptions(database);
    Sounds sounds = new SqlSounds(database);
    Chunks chunks = new SqlChunks(database);
    Events events = new SqlEvents(database);
    SigningKeys signingKeys = new SqlSigningKeys(database);
    Webhooks webhooks = new SqlWebhooks(database);
    Deliveries deliveries = new SqlDeliveries(database);
    Attempts attempts = new SqlAttempts(database);
    FetchAuthorizations authorizations = new SqlFetchAuthorizations(database);
    JobQueue jobs =
        opened.keep(
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
    KeepWatermarks keepWatermarks =
        new KeepWatermarks(marks, markImages, new FetchPicture(outgoing), transactions, ids, clock);
    ExportOrders orders = new SqlExportOrders(database);
    LivepeerEvents livepeerEvents =
        new LivepeerEvents(accounts, addresses::join, orders, settings.exports().gateway());
    Map<String, EventShape> eventShapes =
        Map.of(
            LivepeerRoutes.DOOR,
            livepeerEvents,
            GcoreRoutes.DOOR,
            new GcoreEvents(renditions, GcoreWing.files(), addresses::join),
            CloudflareRoutes.DOOR,
            new CloudflareEvents(addresses::join, keepWatermarks));
    DeliveryRounds rounds = new QueuedRounds(jobs);
    RecordEvent record =
        new RecordEvent(
            events, ids, new PutUpForDelivery(webhooks, deliveries, rounds, eventShapes, ids));
    KeepWebhooks keepWebhooks =
        new KeepWebhooks(webhooks, rounds, outgoing::whyNot, transactions, ids, clock);
    KeepSigningKeys keepSigningKeys = new KeepSigningKeys(signingKeys, transactions, clock);
    OpenAccount openAccount = new OpenAccount(accounts, transactions, ids, clock);
    Authenticate authenticate = new Authenticate(accounts);
    Minutes minutes = new Minutes(videos, settings.uploads().minutes());
    RequestUpload requestUpload =
        new RequestUpload(
            videos, tasks, uploads, record, transactions, ids, clock, settings.uploads());
    ImportFromUrl importFromUrl =
        new ImportFromUrl(
            videos,
            tasks,
            uploads,
            work,
            record,
            transactions,
            ids,
            clock,
            settings.uploads(),
            settings.imports().gateways(),
            outgoing::whyNot,
            authorizations);
    TakeBytes take =
        new TakeBytes(
            videos,
            tasks,
            uploads,
            accounts,
            work,
            record,
            transactions,
            clock,
            settings.uploads(),
            new SpaceOfStore(blobs));
    CreateUpload create =
        new CreateUpload(requestUpload, take, videos, uploads, transactions, ids, clock);
    JoinParts parts = new JoinParts(uploads, work, transactions);
    MoveVideo move = new MoveVideo(videos, tasks, renditions, work, record, transactions, clock);
    RetryVideo retry = new RetryVideo(videos, tasks, renditions, work, record, transactions, clock);

    // Bytes arrive.
    FileCache cache =
        new FileCache(data.resolve("cache"), settings.pictures().cache().bytes(), clock);
    Writers writers = new Writers();
    metrics.watch(writers);
    DeleteVideo delete =
        new DeleteVideo(
            videos,
            tasks,
            new WorkWithoutWriters(work, uploads, writers),
            record,
            transactions,
            clock);
    Receiver receiver = new Receiver(take, blobs, new FirstLookAtMedia());
    Pull pull = new Pull(outgoing, take, writers, receiver, settings.imports().timeout());
    SweepUploads sweep =
        new SweepUploads(
            new ExpireUploads(videos, tasks, uploads, work, record, transactions, clock),
            writers,
            receiver);

    // The craft and the journey.
    Indexes indexes = new Indexes(settings.playback());
    FfmpegState ffmpeg =
        Ffmpeg.find(settings.media().ffmpeg(), data.resolve("ffmpeg"), data.resolve("work"));
    StoredCaptions captionFiles = new StoredCaptions(blobs, ids);
    Plans plans = Ladders.plans(settings.media().transcode(), markImages);
    Preparation preparation = new Preparation(move, renditions, blobs, ffmpeg, plans);
    Passes passes = new Passes(move, renditions, blobs, settings.media().transcode());
    Waves waves = new Waves(chunks, jobs, clock);
    HouseKey encryptionKey =
        HouseKey.in(settings.house().encryptionKey().orElse(data.resolve("encryption-key.pem")));
    Journey.register(
        jobs,
        new Journey.Stages(
            new Fetch(
                move,
                take,
                pull,
                settings.imports().gateways(),
                authorizations,
                Set.of(GcoreRoutes.DOOR)),
            new CutClip(
                move,
                new FinishClip(videos, tasks, work, record, transactions, clock),
                renditions,
                blobs,
                ffmpeg,
                settings.media().transcode()),
            new Inspect(
                move,
                work,
                parts,
                uploads,
                transactions,
                blobs,
                new Inspector(ffmpeg, indexes::keep),
                plans,
                ffmpeg),
            new Join(move, parts, blobs),
            new Decrypt(move, work, blobs, encryptionKey, data.resolve("work")),
            new RemuxSource(move, transactions, preparation, plans, ffmpeg, blobs),
            new Transcode(move, transactions, preparation, passes, waves),
            new EncodeChunk(move, transactions, preparation, passes, waves, blobs),
            new Assemble(move, transactions, preparation, passes, waves, blobs),
            new Hash(move, blobs),
            new ExtractTexts(
                new KeepEmbedded(videos, captions, transactions, clock),
                captionFiles,
                blobs,
                ffmpeg),
            new Erase(
                jobs,
                renditions,
                captions,
                sounds,
                chunks,
                blobs,
                cache,
                videos,
                authorizations,
                orders)));
    SoundWing added =
        new SoundWing(videos, sounds, new QueuedSounds(jobs, clock), transactions, blobs);
    added.register(jobs, outgoing, ffmpeg, settings.media().transcode());

    Pictures pictures = new Pictures(new PictureMaker(ffmpeg), cache, settings.pictures());
    // News go out.
    Deliver deliver =
        new Deliver(
            webhooks,
            deliveries,
            attempts,
            events,
            eventShapes,
            transactions,
            outgoing,
            settings.webhooks(),
            ids,
            clock);
    jobs.register(Deliver.KIND, Lane.NEWS, deliver);
    ExportVideo exports =
        new ExportVideo(videos, tasks, orders, work, record, transactions, ids, clock);
    ExportWing.register(jobs, exports, blobs, outgoing, opened, settings);

    // Viewers come.
    SqlProtections kept = new SqlProtections(database);
    Protections protections = new RecentProtections(kept, new SqlChanges(database));
    Viewing viewing =
        new Viewing(
            settings,
            new Viewing.Memory(
                database,
                videos,
                renditions,
                captions,
                sounds,
                uploads,
                signingKeys,
                transactions,
                ids,
                clock),
            new GateByWebhook(
                webhooks, transactions, livepeerEvents, outgoing, settings.webhooks(), clock),
            protections);

    KeepCaption keepCaption = new KeepCaption(videos, captions, captionFiles, transactions, clock);
    RemoveCaption removeCaption = new RemoveCaption(captions, captionFiles, transactions);

    // Keys, health and the window.
    AdminKeyFile.Found adminKey = AdminKeyFile.in(data, settings.house().adminKey(), ids);
    Health health = new Health(database, blobs, ffmpeg, settings.outgoing().warnings());
    AdminArea.Parts window =
        new AdminArea.Parts(
            new AdminKey(adminKey.key()),
            version,
            health,
            () -> jobs.list(/* limit= */ 200).stream().map(Server::row).toList(),
            accounts,
            openAccount,
            new ChangeQuota(accounts, transactions),
            new ChangeProtection(accounts, kept, transactions, ids),
            videos,
            uploads,
            tasks,
            renditions,
            requestUpload,
            delete,
            retry,
            captions,
            keepCaption,
            removeCaption,
            keepWebhooks,
            Map.of(GcoreRoutes.DOOR, GcoreEvents.NAMES));

    // Doors. The port first, since the addresses handed out name it.
    FrontDoor door = new FrontDoor();
    http =
        opened.keep(HttpServer.start(settings.http(), door, clock, () -> ids.letters(16), metrics));
    Origin origin = origin(settings.http(), http.port());
    addresses.complete(origin);
    // After the port: a key made by a start that fails would be stored but never shown.
    @Nullable String newApiKey =
        FirstAccount.ensure(accounts, openAccount, settings.house().apiKey());
    settings
        .gcore()
        .webhookUrl()
        .ifPresent(url ->
            keepWebhooks.only(
                accounts.all().getFirst().number(),
                GcoreRoutes.DOOR,
                url.toString(),
                GcoreEvents.NAMES));
    site =
        new Site(
            Doors.all(
                origin,
                new Doors.Rooms(
                    authenticate,
                    videos,
                    renditions,
                    tasks,
                    requestUpload,
                    importFromUrl,
                    take,
                    create,
                    new ChangeVideo(videos, record, transactions, clock),
                    retry,
                    delete,
                    new ClipVideo(videos, tasks, work, record, transactions, ids, clock, minutes),
                    new LivepeerRoutes.Access(keepSigningKeys, ids, encryptionKey::publicKey),
                    new LivepeerRoutes.Telling(keepWebhooks, attempts, deliver),
                    viewing.delivery(
                        origin,
                        keepSigningKeys,
                        new CloudflareDelivery.Texts(
                            captions, captionFiles, keepCaption, removeCaption),
                        keepWatermarks,
                        added.audio(outgoing, ids, clock)),
                    new CloudflareWing.Rooms(
                        settings.cloudflare(),
                        new ChangeTicket(videos, uploads, transactions, settings.uploads()),
                        minutes,
                        keepWatermarks,
                        new CloudflareRoutes.Telling(keepWebhooks, ids),
                        clock),
                    new LivepeerRoutes.Exporting(
                        exports, outgoing::whyNot, settings.exports().gateway()),
                    new RestoreVideo(
                        videos, work, record, transactions, clock, settings.deletion().keep()),
                    writers,
                    receiver,
                    settings.visits().limit(),
                    settings.visits(),
                    new GcoreDoors.More(
                        settings.gcore(),
                        new SqlHouseSecrets(database, ids),
                        new SqlUsedTokens(database),
                        ids,
                        new StoredPosters(blobs, outgoing, ids),
                        keepCaption,
                        captionFiles,
                        transactions,
                        clock,
                        GcoreWing.things(
                            database,
                            transactions,
                            clock,
                            videos,
                            delete,
                            captions,
                            keepCaption,
                            removeCaption,
                            captionFiles,
                            protections))),
                viewing.areas(blobs, indexes, pictures),
                List.of(
                    AdminArea.of(window),
                    MigrationDoor.area(
                        window.key(),
                        new MigrationDoor.House(
                            database,
                            accounts,
                            videos,
                            tasks,
                            uploads,
                            work,
                            record,
                            transactions,
                            ids,
                            clock),
                        blobs,
                        settings.uploads(),
                        outgoing::whyNot),
                    HealthArea.of(health),
                    metrics.area(),
                    OpenApiArea.documents(origin),
                    OpenApiArea.pages(origin),
                    WebPage.area())));
    door.opensTo(site);
    jobs.start();
    Caretaker caretaker = opened.keep(new Caretaker());
    caretaker.every(SWEEP_EVERY, "sweeping uploads", sweep::sweep);
    caretaker.every(
        SWEEP_EVERY, "deleting what is due", new DeleteDue(videos, delete, clock)::sweep);
    caretaker.every(RENEW_EVERY, "looking for a renewed certificate", http::renewCertificate);
    caretaker.every(SWEEP_EVERY, "looking for a newer database of countries", viewing::refresh);
    caretaker.every(
        FORGET_EVERY,
        "forgetting old deliveries",
        () ->
            attempts.forgetBefore(
                clock.instant().minus(settings.webhooks().keepLog()), /* limit= */ 10_000));
    out.println(
        StartReport.of(
            origin,
            data.toString(),
            settings.ownCertificate(),
            accounts.all().getFirst(),
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

  private static Path folder(Path data) throws IOException {
    try {
      return Files.createDirectories(data);
    } catch (IOException failure) {
      throw new IOException(
          "the data folder "
              + data
              + " cannot be made; check that nothing else has this name and that the user who runs"
              + " the server may write beside it",
          failure);
    }
  }

  /** The origin in URLs handed out: as configured, else where we listen (LP-15). */
  static Origin origin(HttpSettings http, int port) {
    URI url = http.publicUrl();
    String host = http.host().contains(":") ? "[" + http.host() + "]" : http.host();
    String scheme = http.tls() == null ? "http" : "https";
    return url == null ? new Origin(scheme, host + ":" + port, "") : Origin.of(url);
  }

  private static JobRow row(JobView job) {
    return new JobRow(
        job.kind(),
        job.key(),
        job.attempt(),
        job.due(),
        job.runningSince().orElse(null),
        job.lastReason().orElse(null));
  }
}
