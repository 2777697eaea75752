package slipway.core.upload;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
import slipway.core.video.Milestone;
import slipway.core.video.Phase;
import slipway.core.video.PlaybackIds;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery;
import slipway.core.video.Videos;
import slipway.core.video.Wishes;

/**
 * Takes a file that lies behind a URL: a video is born, and the work of fetching it is queued, in
 * one transaction. The same limits hold as for tickets.
 */
public final class ImportFromUrl {
  private static final Duration RETRY_WHEN_BUSY = Duration.ofMinutes(1);

  /** The queue may be long; from its turn on an import waits no longer than any upload. */
  private static final Duration QUEUED_FOR = Duration.ofDays(365);

  /** No address of ours: nobody but us can go on with such an upload. */
  private static final String DOOR = "import";

  /** In these an import is still on its way (LP-73). */
  private static final List<Object> UNDER_WAY =
      List.of("Fetching", "Inspecting", "Processing", "Viewable");

  private final Videos videos;
  private final Tasks tasks;
  private final Uploads uploads;
  private final Work work;
  private final RecordEvent record;
  private final Transactions transactions;
  private final Ids ids;
  private final InstantSource clock;
  private final UploadSettings settings;
  private final Minutes minutes;
  private final Gateways gateways;
  private final ForbiddenUrls forbidden;
  private final FetchAuthorizations authorizations;

  public ImportFromUrl(
      Videos videos,
      Tasks tasks,
      Uploads uploads,
      Work work,
      RecordEvent record,
      Transactions transactions,
      Ids ids,
      InstantSource clock,
      UploadSettings settings,
      Gateways gateways,
      ForbiddenUrls forbidden,
      FetchAuthorizations authorizations) {
    this.videos = videos;
    this.tasks = tasks;
    this.uploads = uploads;
    this.work = work;
    this.record = record;
    this.transactions = transactions;
    this.ids = ids;
    this.clock = clock;
    this.settings = settings;
    this.minutes = new Minutes(videos, settings.minutes());
    this.gateways = gateways;
    this.forbidden = forbidden;
    this.authorizations = authorizations;
  }

  /**
   * What is asked for.
   *
   * @param madeBy which of our doors asks
   * @param madeWith name of the API key used
   * @param source see {@link Gateways#source}
   * @param sameWithin an import of the same source that was asked for in this time and is still
   *     under way is given again, whatever else is asked for; {@code null} for always a new one
   * @param anyNumber whether it is taken however much is under way already (GC-120)
   * @param authorization what the server behind the URL wants as {@code Authorization}, {@code
   *     null} for nothing
   * @param limits how far it may go
   * @param session of which live session the file is the recording, {@code null} for none; a
   *     session is imported once
   * @param id of the video if it is a new one, where files were kept for it before; {@code null}
   *     for any
   */
  public record Asked(
      Account account,
      String madeBy,
      String madeWith,
      String name,
      Source.Url source,
      Wishes wishes,
      @Nullable Duration sameWithin,
      boolean anyNumber,
      @Nullable String authorization,
      Limits limits,
      @Nullable UUID session,
      @Nullable UUID id) {

    /** No recording. */
    public Asked(
        Account account,
        String madeBy,
        String madeWith,
        String name,
        Source.Url source,
        Wishes wishes,
        @Nullable Duration sameWithin,
        boolean anyNumber,
        @Nullable String authorization,
        Limits limits) {
      this(
          account,
          madeBy,
          madeWith,
          name,
          source,
          wishes,
          sameWithin,
          anyNumber,
          authorization,
          limits,
          /* session= */ null,
          /* id= */ null);
    }

    /** The recording of a session, from where anybody may read. */
    public static Asked recording(
        Account account,
        String madeBy,
        String madeWith,
        String name,
        String url,
        Wishes wishes,
        UUID session) {
      return new Asked(
          account,
          madeBy,
          madeWith,
          name,
          new Source.Url(url, /* gatewayUrl= */ null),
          wishes,
          /* sameWithin= */ null,
          /* anyNumber= */ false,
          /* authorization= */ null,
          Limits.none(),
          session,
          /* id= */ null);
    }

    /** Within the house's own limits. */
    public Asked(
        Account account,
        String madeBy,
        String madeWith,
        String name,
        Source.Url source,
        Wishes wishes,
        @Nullable Duration sameWithin,
        boolean anyNumber,
        @Nullable String authorization) {
      this(
          account,
          madeBy,
          madeWith,
          name,
          source,
          wishes,
          sameWithin,
          anyNumber,
          authorization,
          Limits.none());
    }

    /** One of so many as may be under way, from where anybody may read, within limits. */
    public Asked(
        Account account,
        String madeBy,
        String madeWith,
        String name,
        Source.Url source,
        Wishes wishes,
        @Nullable Duration sameWithin,
        Limits limits) {
      this(
          account,
          madeBy,
          madeWith,
          name,
          source,
          wishes,
          sameWithin,
          /* anyNumber= */ false,
          /* authorization= */ null,
          limits);
    }

    /** One of so many as may be under way, from where anybody may read. */
    public Asked(
        Account account,
        String madeBy,
        String madeWith,
        String name,
        Source.Url source,
        Wishes wishes,
        @Nullable Duration sameWithin) {
      this(account, madeBy, madeWith, name, source, wishes, sameWithin, Limits.none());
    }

    /** Without the secret: this may end in a log. */
    @Override
    public String toString() {
      return "Asked[" + name + ", account " + account.number() + "]";
    }
  }

  /**
   * What is given.
   *
   * @param isNew whether it was born now
   */
  public record Given(Video video, Task task, boolean isNew) {}

  /** The gateways, for telling which source a URL means. */
  public Gateways gateways() {
    return gateways;
  }

  /**
   * Takes the file.
   *
   * @throws ProblemException {@link Problem.BadRequest} for a URL that is never fetched (REL-60),
   *     {@link Problem.NotConfigured} when it needs a gateway and there is none, {@link
   *     Problem.OverQuota} while too many tasks are under way, {@link Problem.MinutesReached},
   *     {@link Problem.WrongState} when the session's id is that of something else, or of a
   *     recording that was deleted
   */
  public Given take(Asked asked) {
    requireFetchable(asked.source());
    return transactions.run(() -> {
      Optional<Video> same = same(asked);
      return same.isPresent()
          ? new Given(same.get(), tasks.ofVideo(same.get().id()).orElseThrow(), /* isNew= */ false)
          : born(asked, clock.instant());
    });
  }

  private void requireFetchable(Source.Url source) {
    List<String> urls = gateways.urls(source);
    if (urls.isEmpty()) {
      throw new ProblemException(
          new Problem.NotConfigured("this server has no gateway for " + source.url()));
    }
    List<String> reasons =
        urls.stream().map(forbidden::whyNot).flatMap(Optional::stream).distinct().toList();
    if (!reasons.isEmpty() && urls.stream().allMatch(url -> forbidden.whyNot(url).isPresent())) {
      throw new ProblemException(new Problem.BadRequest(reasons.getFirst()));
    }
  }

  private Optional<Video> same(Asked asked) {
    if (asked.session() != null) {
      return sameSession(asked, asked.session());
    }
    Duration within = asked.sameWithin();
    if (within == null) {
      return Optional.empty();
    }
    long since = clock.instant().minus(within).toEpochMilli();
    return videos
        .find(
            new VideoQuery(
                OptionalLong.of(asked.account().number()),
                List.of(
                    is(VideoQuery.Field.SOURCE_URL, asked.source().url()),
                    is(VideoQuery.Field.SOURCE_KIND, asked.source().word()),
                    new VideoQuery.Condition(
                        VideoQuery.Field.CREATED_AT, VideoQuery.Comparison.GREATER, List.of(since)),
                    new VideoQuery.Condition(
                        VideoQuery.Field.PHASE, VideoQuery.Comparison.ANY_OF, UNDER_WAY)),
                List.of(),
                /* skip= */ 0,
                /* limit= */ 1))
        .stream()
        .findFirst();
  }

  /** A recording has its session's id, so there cannot be two of one (LP-189). */
  private Optional<Video> sameSession(Asked asked, UUID session) {
    Optional<Video> known = videos.byId(session);
    known
        .filter(video ->
            video.isDeleted()
                || video.account() != asked.account().number()
                || !(video.source() instanceof Source.Recording))
        .ifPresent(video -> {
          throw new ProblemException(
              new Problem.WrongState(
                  video.isDeleted()
                      ? "the recording of this session was imported before, and deleted"
                      : "the session's id is that of another video"));
        });
    return known;
  }

  private static VideoQuery.Condition is(VideoQuery.Field field, String value) {
    return new VideoQuery.Condition(field, VideoQuery.Comparison.EQUAL, List.of(value));
  }

  private Given born(Asked asked, Instant now) {
    Account account = asked.account();
    if (!asked.anyNumber()) {
      requireQuota(account, asked.madeBy());
    }
    UUID session = asked.session();
    UUID chosen = session == null ? asked.id() : session;
    UUID id = chosen == null ? ids.uuid() : chosen;
    Video video =
        new Video(
            id,
            videos.nextSerial(),
            PlaybackIds.make(id, ids),
            account.number(),
            asked.name(),
            asked.madeBy(),
            asked.madeWith(),
            session == null ? asked.source() : new Source.Recording(asked.source().url()),
            asked.wishes(),
            new Phase.Fetching(),
            /* content= */ null,
            /* facts= */ null,
            List.of(new Milestone(Milestone.Step.TICKET, now)),
            now,
            now,
            /* deletedAt= */ null);
    minutes.requireRoom(account.number(), asked.wishes().details().longest());
    videos.add(video);
    Task task =
        new Task(
            ids.uuid(),
            account.number(),
            id,
            Task.Kind.UPLOAD,
            Task.State.WAITING,
            /* progress= */ 0,
            /* retries= */ 0,
            /* error= */ null,
            /* scheduledAt= */ now,
            now,
            now);
    tasks.add(task);
    uploads.add(upload(video, asked.limits(), now));
    String authorization = asked.authorization();
    if (authorization != null) {
      authorizations.keep(id, authorization);
    }
    record.ofVideo(Event.Kind.VIDEO_CREATED, video, now);
    record.ofTask(Event.Kind.TASK_CREATED, video, task, now);
    work.fetch(id, asked.wishes().effectiveParticulars().priority());
    return new Given(video, task, /* isNew= */ true);
  }

  private Upload upload(Video video, Limits limits, Instant now) {
    return new Upload(
        ids.secret(16),
        video.id(),
        video.account(),
        DOOR,
        // Nobody holds a ticket for it.
        KeyText.hash(ids.secret(32)),
        now,
        limits,
        Upload.State.OPEN,
        /* length= */ null,
        /* offset= */ 0,
        /* metadata= */ "",
        /* concat= */ "",
        /* inWhole= */ false,
        Birth.byTicket(),
        now,
        now,
        now.plus(QUEUED_FOR));
  }

  private void requireQuota(Account account, String madeBy) {
    tasks.requireFewer(settings.maxActiveAt(madeBy), account);
    if (uploads.countOpen(account.number()) >= settings.maxOpen()) {
      throw new ProblemException(
          new Problem.OverQuota("too many unfinished uploads", RETRY_WHEN_BUSY));
    }
  }
}
