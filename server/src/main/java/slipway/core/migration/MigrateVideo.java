package slipway.core.migration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.account.Account;
import slipway.core.account.KeyText;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Task;
import slipway.core.task.Tasks;
import slipway.core.task.Work;
import slipway.core.upload.FetchAuthorizations;
import slipway.core.upload.ForbiddenUrls;
import slipway.core.upload.Upload;
import slipway.core.upload.UploadSettings;
import slipway.core.upload.Uploads;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Videos;
import slipway.core.video.Wishes;

/**
 * Brings one foreign video over: its entry in the ledger, the video, and the work of fetching it
 * are one transaction, so that asking again, also after a crash at any instruction, never makes a
 * second one. Half of what an account may have under way stays free for its ordinary uploads.
 */
public final class MigrateVideo {
  /** By which videos are made that get the usual renditions. */
  public static final String DOOR = "migration";

  /** By which videos are made that get no smaller renditions. */
  public static final String DOOR_AS_IS = "migration-as-is";

  private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(1);

  private final Ledger ledger;
  private final Videos videos;
  private final Tasks tasks;
  private final Uploads uploads;
  private final Work work;
  private final RecordEvent record;
  private final Transactions transactions;
  private final Ids ids;
  private final InstantSource clock;
  private final UploadSettings settings;
  private final ForbiddenUrls forbidden;
  private final FetchAuthorizations secrets;

  public MigrateVideo(
      Ledger ledger,
      Videos videos,
      Tasks tasks,
      Uploads uploads,
      Work work,
      RecordEvent record,
      Transactions transactions,
      Ids ids,
      InstantSource clock,
      UploadSettings settings,
      ForbiddenUrls forbidden,
      FetchAuthorizations secrets) {
    this.ledger = ledger;
    this.videos = videos;
    this.tasks = tasks;
    this.uploads = uploads;
    this.work = work;
    this.record = record;
    this.transactions = transactions;
    this.ids = ids;
    this.clock = clock;
    this.settings = settings;
    this.forbidden = forbidden;
    this.secrets = secrets;
  }

  /**
   * What is asked for.
   *
   * @param url where its file lies; {@code null} when whoever asks will send it
   * @param shown what is told of that to whoever may see the video; without a query or a user in it
   *     in any case, as such addresses often are keys themselves
   * @param kept what it shall have of its old life
   * @param taken see {@link Migrated}
   * @param details see {@link Migrated}
   * @param ladder whether smaller renditions are to be made of it
   * @param again whether it is fetched once more, from this URL, if that failed before
   */
  public record Asked(
      Account account,
      Foreign foreign,
      String name,
      @Nullable String url,
      @Nullable String shown,
      Wishes wishes,
      Kept kept,
      String taken,
      @Nullable String details,
      boolean ladder,
      boolean again) {

    /** Where the file lies, as it may be told. */
    Source source() {
      String told = shown == null ? url : shown;
      return told == null
          ? new Source.Direct()
          : new Source.Url(ShownAddress.of(told), /* gatewayUrl= */ null);
    }

    /** Without addresses and details: this may end in a log. */
    @Override
    public String toString() {
      return "Asked[" + foreign + "]";
    }
  }

  /**
   * What a video had before. An id that is taken here already is not kept.
   *
   * @param id its id, where ids are UUIDs
   * @param playbackId what viewers know it by
   * @param createdAt when it was made, not later than now
   */
  public record Kept(@Nullable UUID id, @Nullable String playbackId, @Nullable Instant createdAt) {

    /** Nothing. */
    public static Kept nothing() {
      return new Kept(null, null, null);
    }
  }

  /**
   * What is given.
   *
   * @param isNew whether it was born now
   * @param ticket with which the file can be sent, or sent on; {@code null} when none is awaited
   */
  public record Given(Video video, boolean isNew, @Nullable String ticket) {}

  /**
   * Takes the video, unless it is here.
   *
   * @throws ProblemException {@link Problem.BadRequest} for a URL that is never fetched; {@link
   *     Problem.OverQuota} while enough of the account's videos are under way: ask again soon
   */
  public Given take(Asked asked) {
    String url = asked.url();
    if (url != null) {
      forbidden
          .whyNot(url)
          .ifPresent(reason -> {
            throw new ProblemException(new Problem.BadRequest(reason));
          });
    }
    return transactions.run(() -> {
      Optional<Migrated> known = ledger.find(asked.foreign());
      return known.isPresent() ? known(asked, known.get()) : fresh(asked);
    });
  }

  private Given fresh(Asked asked) {
    requireRoom(asked.account());
    Instant now = clock.instant();
    Arrival arrival = new Arrival(videos, ids, settings, now);
    Video video = arrival.video(asked);
    Migrated entry = new Migrated(asked.foreign(), video.id(), asked.taken(), asked.details(), now);
    if (!ledger.add(entry)) { // by somebody else, in this moment
      return known(asked, ledger.find(asked.foreign()).orElseThrow());
    }
    videos.add(video);
    Task task = arrival.task(video);
    tasks.add(task);
    String ticket = ids.secret(32);
    uploads.add(arrival.upload(video, ticket));
    record.ofVideo(Event.Kind.VIDEO_CREATED, video, now);
    record.ofTask(Event.Kind.TASK_CREATED, video, task, now);
    if (video.isFetching()) {
      keepAddress(video, asked.url());
      work.fetch(video.id());
      return new Given(video, /* isNew= */ true, /* ticket= */ null);
    }
    return new Given(video, /* isNew= */ true, ticket);
  }

  private Given known(Asked asked, Migrated entry) {
    Video video = videos.byId(entry.video()).orElseThrow();
    String url = asked.url();
    if (url == null && !video.isDeleted() && video.awaitsBytes()) {
      return new Given(video, /* isNew= */ false, newTicket(video));
    }
    if (asked.again() && url != null && !video.isDeleted() && video.canBeFetchedElsewhere()) {
      video = fetchElsewhere(video, url, asked, entry);
    }
    return new Given(video, /* isNew= */ false, /* ticket= */ null);
  }

  private Video fetchElsewhere(Video failed, String url, Asked asked, Migrated entry) {
    requireRoom(asked.account());
    Instant now = clock.instant();
    Video video = failed.fetchedElsewhere((Source.Url) asked.source(), now);
    videos.update(video);
    secrets.forget(video.id()); // of the place before, if a kill left it
    keepAddress(video, url);
    if (failed.content() != null) {
      // What came from the place before was no video: it is void, as if nothing had come.
      Instant until = now.plus(settings.keepUnfinished());
      uploads
          .ofVideo(video.id())
          .ifPresent(upload ->
              uploads.update(
                  upload.started(/* newLength= */ null, /* newMetadata= */ "", now, until)));
    }
    Task task = tasks.ofVideo(video.id()).orElseThrow().queued(now);
    tasks.update(task);
    ledger.update(entry.taking(asked.taken()));
    record.ofTask(Event.Kind.TASK_UPDATED, video, task, now);
    record.ofVideo(Event.Kind.VIDEO_UPDATED, video, now);
    work.fetch(video.id());
    return video;
  }

  /** An address that may be a key is kept apart, and only until it has done its work. */
  private void keepAddress(Video video, @Nullable String url) {
    if (url != null && !video.source().equals(new Source.Url(url, /* gatewayUrl= */ null))) {
      secrets.keepAddress(video.id(), url);
    }
  }

  /** The old one may be lost with whoever had it; it opens nothing any more. */
  private @Nullable String newTicket(Video video) {
    Optional<Upload> upload = uploads.ofVideo(video.id());
    if (upload.isEmpty()) {
      return null;
    }
    String ticket = ids.secret(32);
    uploads.update(
        upload
            .get()
            .withTicket(KeyText.hash(ticket), clock.instant().plus(settings.keepUnfinished())));
    return ticket;
  }

  private void requireRoom(Account account) {
    long number = account.number();
    if (tasks.countActive(number) >= half(settings.maxActiveTasks())
        || uploads.countOpen(number) >= half(settings.maxOpen())) {
      throw new ProblemException(
          new Problem.OverQuota("enough videos are on their way already", RETRY_WHEN_BUSY));
    }
  }

  private static int half(int most) {
    return Math.max(1, most / 2);
  }
}
