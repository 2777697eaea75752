package slipway.core.upload;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
import slipway.core.video.Milestone;
import slipway.core.video.Phase;
import slipway.core.video.PlaybackIds;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Videos;
import slipway.core.video.Wishes;

/** Gives a ticket: a video is born, with a task that waits for its bytes. */
public final class RequestUpload {

  private final Videos videos;
  private final Tasks tasks;
  private final Uploads uploads;
  private final RecordEvent record;
  private final Transactions transactions;
  private final Ids ids;
  private final InstantSource clock;
  private final UploadSettings settings;
  private final Minutes minutes;

  public RequestUpload(
      Videos videos,
      Tasks tasks,
      Uploads uploads,
      RecordEvent record,
      Transactions transactions,
      Ids ids,
      InstantSource clock,
      UploadSettings settings) {
    this.videos = videos;
    this.tasks = tasks;
    this.uploads = uploads;
    this.record = record;
    this.transactions = transactions;
    this.ids = ids;
    this.clock = clock;
    this.settings = settings;
    this.minutes = new Minutes(videos, settings.minutes());
  }

  /**
   * What is asked for.
   *
   * @param madeBy which of our doors asks
   * @param madeWith name of the API key used
   * @param door through which upload address the bytes will come
   * @param startBy until when the ticket may start its upload; {@code null} for as long as the
   *     house's tickets may
   * @param anyNumber whether it is given however much is under way already (GC-120)
   * @param id of the video, where files were kept for it before; {@code null} for any
   */
  public record Asked(
      Account account,
      String madeBy,
      String madeWith,
      String door,
      String name,
      Wishes wishes,
      Limits limits,
      @Nullable Instant startBy,
      boolean anyNumber,
      @Nullable UUID id) {

    /** One of so many as may be under way. */
    public Asked(
        Account account,
        String madeBy,
        String madeWith,
        String door,
        String name,
        Wishes wishes,
        Limits limits,
        @Nullable Instant startBy) {
      this(
          account,
          madeBy,
          madeWith,
          door,
          name,
          wishes,
          limits,
          startBy,
          /* anyNumber= */ false,
          /* id= */ null);
    }

    /** With a ticket of the usual kind. */
    public Asked(
        Account account, String madeBy, String madeWith, String door, String name, Wishes wishes) {
      this(account, madeBy, madeWith, door, name, wishes, Limits.none(), /* startBy= */ null);
    }
  }

  /**
   * What is given.
   *
   * @param ticket the one-time secret that starts the upload; kept nowhere
   */
  public record Given(Video video, Task task, Upload upload, String ticket) {}

  /**
   * Gives a ticket.
   *
   * @throws ProblemException {@link Problem.OverQuota} while too many tasks are under way, {@link
   *     Problem.MinutesReached} when so long a video finds no room
   */
  public Given give(Asked asked) {
    Account account = asked.account();
    Instant startBy = asked.startBy();
    String ticket = ids.secret(32);
    Instant now = clock.instant();
    return transactions.run(() -> {
      if (!asked.anyNumber()) {
        tasks.requireFewer(settings.maxActiveAt(asked.madeBy()), account);
      }
      Video video = born(asked, now);
      minutes.requireRoom(account.number(), asked.wishes().details().longest());
      videos.add(video);
      Task task =
          new Task(
              ids.uuid(),
              account.number(),
              video.id(),
              Task.Kind.UPLOAD,
              Task.State.PENDING,
              /* progress= */ 0,
              /* retries= */ 0,
              /* error= */ null,
              /* scheduledAt= */ null,
              now,
              now);
      tasks.add(task);
      Upload upload =
          new Upload(
              ids.secret(16),
              video.id(),
              account.number(),
              asked.door(),
              KeyText.hash(ticket),
              startBy == null ? now.plus(settings.ticketLifetime()) : startBy,
              asked.limits(),
              Upload.State.TICKETED,
              /* length= */ null,
              /* offset= */ 0,
              /* metadata= */ "",
              /* concat= */ "",
              /* inWhole= */ false,
              Birth.byTicket(),
              now,
              now,
              startBy == null ? now.plus(settings.keepUnfinished()) : startBy);
      uploads.add(upload);
      record.ofVideo(Event.Kind.VIDEO_CREATED, video, now);
      record.ofTask(Event.Kind.TASK_CREATED, video, task, now);
      return new Given(video, task, upload, ticket);
    });
  }

  private Video born(Asked asked, Instant now) {
    UUID chosen = asked.id();
    UUID id = chosen == null ? ids.uuid() : chosen;
    return new Video(
        id,
        videos.nextSerial(),
        PlaybackIds.make(id, ids),
        asked.account().number(),
        asked.name(),
        asked.madeBy(),
        asked.madeWith(),
        new Source.Direct(),
        asked.wishes(),
        new Phase.AwaitingBytes(),
        /* content= */ null,
        /* facts= */ null,
        List.of(new Milestone(Milestone.Step.TICKET, now)),
        now,
        now,
        /* deletedAt= */ null);
  }
}
