package slipway.app;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.config.Secret;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.account.Account;
import slipway.core.account.Accounts;
import slipway.core.account.Authenticate;
import slipway.core.account.OpenAccount;
import slipway.core.event.Events;
import slipway.core.event.RecordEvent;
import slipway.core.journey.DeleteVideo;
import slipway.core.journey.MoveVideo;
import slipway.core.journey.RetryVideo;
import slipway.core.rendition.Renditions;
import slipway.core.task.Tasks;
import slipway.core.task.Work;
import slipway.core.upload.ExpireUploads;
import slipway.core.upload.RequestUpload;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Uploads;
import slipway.core.video.Videos;
import slipway.dashboard.AdminArea;
import slipway.dashboard.AdminKey;
import slipway.dashboard.HealthArea;
import slipway.dashboard.HealthReport;
import slipway.dashboard.JobRow;
import slipway.dashboard.WebPage;
import slipway.http.HttpServer;
import slipway.http.HttpSettings;
import slipway.http.Origin;
import slipway.http.Site;
import slipway.ingest.Receiver;
import slipway.ingest.SweepUploads;
import slipway.ingest.Writers;
import slipway.jobs.JobQueue;
import slipway.jobs.JobView;
import slipway.media.ffmpeg.Ffmpeg;
import slipway.media.ffmpeg.FfmpegState;
import slipway.pipeline.Erase;
import slipway.pipeline.Hash;
import slipway.pipeline.Inspect;
import slipway.pipeline.Inspector;
import slipway.pipeline.Journey;
import slipway.pipeline.QueuedWork;
import slipway.pipeline.Transcode;
import slipway.playback.Authoriser;
import slipway.playback.PlaybackArea;
import slipway.records.SqlAccounts;
import slipway.records.SqlEvents;
import slipway.records.SqlRenditions;
import slipway.records.SqlTasks;
import slipway.records.SqlTransactions;
import slipway.records.SqlUploads;
import slipway.records.SqlVideos;
import slipway.sql.Database;
import slipway.storage.BlobStore;
import slipway.storage.file.FileBlobs;

/**
 * The whole server. Every room is built here by hand, in the order in which a video walks through
 * them, so that reading this constructor is reading the house. Closing it stops everything in the
 * opposite order.
 */
public final class Server implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Server.class);

  /** Unfinished uploads are gone within ten minutes of their time (TUS-98). */
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(4);

  private final Database database;
  private final JobQueue jobs;
  private final HttpServer http;
  private final Metrics metrics;
  private final ScheduledExecutorService caretaker;

  private Server(ServerSettings settings, String version, PrintStream out) throws IOException {
    Path data = Files.createDirectories(settings.data());
    Ids ids = new RandomIds();
    Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    HttpSettings listening = onKnownPort(settings.http());
    metrics = new Metrics();

    // Memory.
    database = Database.open(settings.stores().database());
    Transactions transactions = new SqlTransactions(database);
    Accounts accounts = new SqlAccounts(database);
    Videos videos = new SqlVideos(database);
    Tasks tasks = new SqlTasks(database);
    Uploads uploads = new SqlUploads(database);
    Renditions renditions = new SqlRenditions(database);
    Events events = new SqlEvents(database);
    jobs = new JobQueue(database, settings.media().jobs(), clock, ids.secret(16), metrics);
    Work work = new QueuedWork(jobs);

    // The house rules.
    RecordEvent record = new RecordEvent(events, ids);
    OpenAccount openAccount = new OpenAccount(accounts, transactions, ids, clock);
    Authenticate authenticate = new Authenticate(accounts);
    RequestUpload requestUpload =
        new RequestUpload(
            videos, tasks, uploads, record, transactions, ids, clock, settings.uploads());
    TakeBytes take =
        new TakeBytes(
            videos, tasks, uploads, work, record, transactions, clock, settings.uploads());
    MoveVideo move = new MoveVideo(videos, tasks, renditions, work, record, transactions, clock);
    RetryVideo retry = new RetryVideo(videos, tasks, work, record, transactions, clock);
    DeleteVideo delete = new DeleteVideo(videos, work, record, transactions, clock);

    // Bytes arrive and rest.
    BlobStore blobs = new FileBlobs(settings.stores().blobs(), settings.stores().reserve());
    Writers writers = new Writers();
    metrics.watch(writers);
    Receiver receiver = new Receiver(take, blobs, new FirstLookAtMedia());

    // The craft and the journey.
    FfmpegState ffmpeg =
        Ffmpeg.find(settings.media().ffmpeg(), data.resolve("ffmpeg"), data.resolve("work"));
    Journey.register(
        jobs,
        new Inspect(move, work, transactions, blobs, new Inspector(ffmpeg)),
        new Transcode(move, blobs, ffmpeg, settings.media().transcode()),
        new Hash(move, blobs),
        new Erase(jobs, renditions, blobs));

    SweepUploads sweep =
        new SweepUploads(
            new ExpireUploads(videos, tasks, uploads, record, transactions, clock),
            writers,
            receiver);

    // Keys, health and the window.
    AdminKeyFile.Found adminKey = AdminKeyFile.in(data, settings.house().adminKey(), ids);
    @Nullable String newApiKey = firstAccount(accounts, openAccount, settings.house().apiKey());
    Health health = new Health(database, blobs, ffmpeg);
    AdminArea.Parts window =
        new AdminArea.Parts(
            new AdminKey(adminKey.key()),
            version,
            health,
            () -> jobs.list(/* limit= */ 200).stream().map(Server::row).toList(),
            accounts,
            openAccount,
            videos,
            uploads,
            tasks,
            requestUpload,
            delete,
            retry);

    // Doors.
    Site site =
        new Site(
            Doors.all(
                origin(listening),
                new Doors.Rooms(
                    authenticate,
                    videos,
                    tasks,
                    requestUpload,
                    take,
                    retry,
                    delete,
                    writers,
                    receiver),
                List.of(
                    PlaybackArea.of(
                        videos, renditions, Authoriser.publicOnly(), blobs, settings.playback()),
                    AdminArea.of(window),
                    HealthArea.of(health),
                    metrics.area(),
                    WebPage.area())));
    jobs.start();
    http = HttpServer.start(listening, site, clock, () -> ids.letters(16), metrics);
    caretaker = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    var _ =
        caretaker.scheduleWithFixedDelay(
            () -> sweep(sweep),
            SWEEP_EVERY.toMillis(),
            SWEEP_EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
    report(settings, origin(listening), accounts, newApiKey, adminKey, health.get(), out);
  }

  /**
   * Starts everything.
   *
   * @param out where the start report goes
   * @throws IOException when the data folder cannot be used or the port is taken
   * @throws slipway.sql.DatabaseUnavailable with a sentence for the operator
   */
  public static Server start(ServerSettings settings, String version, PrintStream out)
      throws IOException {
    Logging.use(settings.house().logFormat());
    return new Server(settings, version, out);
  }

  /** The port listened on. */
  public int port() {
    return http.port();
  }

  @Override
  public void close() {
    log.info("stopping");
    caretaker.shutdownNow();
    http.close();
    jobs.close();
    database.close();
    metrics.close();
    log.info("stopped");
  }

  /** An exception would end the schedule. */
  private static void sweep(SweepUploads sweep) {
    try {
      int ended = sweep.sweep();
      if (ended > 0) {
        log.info("{} unfinished uploads came to their end", ended);
      }
    } catch (RuntimeException e) {
      log.error("sweeping uploads failed", e);
    }
  }

  /** The account {@code default} with the operator's key; a key that is made now is returned. */
  private static @Nullable String firstAccount(
      Accounts accounts, OpenAccount openAccount, Optional<Secret> chosen) {
    List<Account> all = accounts.all();
    if (all.isEmpty()) {
      OpenAccount.Opened opened = openAccount.open("default", chosen.map(Secret::reveal));
      return chosen.isPresent() ? null : opened.keyText();
    }
    chosen.ifPresent(key -> openAccount.ensureKey(all.getFirst(), key.reveal()));
    return null;
  }

  /** URLs handed out name the port, so it is chosen before anything is built. */
  private static HttpSettings onKnownPort(HttpSettings http) throws IOException {
    if (http.port() != 0) {
      return http;
    }
    try (ServerSocket free = new ServerSocket(0)) {
      return http.listeningOn(http.host(), free.getLocalPort());
    }
  }

  /** The origin in URLs handed out: as configured, else where we listen (LP-15). */
  private static Origin origin(HttpSettings http) {
    URI url = http.publicUrl();
    return url == null ? new Origin("http", http.host() + ":" + http.port(), "") : Origin.of(url);
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

  private static void report(
      ServerSettings settings,
      Origin origin,
      Accounts accounts,
      @Nullable String newApiKey,
      AdminKeyFile.Found adminKey,
      HealthReport health,
      PrintStream out) {
    out.println(
        StartReport.of(
            origin,
            settings.data().toString(),
            accounts.all().getFirst(),
            newApiKey,
            adminKey.made() ? adminKey.key() : null,
            health,
            settings.warnings()));
  }
}
