package slipway.core.clip;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.account.Account;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Task;
import slipway.core.task.TaskQuery;
import slipway.core.task.Tasks;
import slipway.core.task.Work;
import slipway.core.upload.Minutes;
import slipway.core.video.Facts;
import slipway.core.video.Milestone;
import slipway.core.video.Phase;
import slipway.core.video.PlaybackIds;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.Videos;
import slipway.core.video.Wishes;

/**
 * Makes a video of a part of another one. The clip gets bytes of its own, so the other may be
 * deleted afterwards; who may watch it is taken over from there.
 */
public final class ClipVideo {
  /** So many clips of one account may be under way (LP-186). */
  private static final int MOST = 5;

  private final Minutes minutes;
  private final Videos videos;
  private final Tasks tasks;
  private final Work work;
  private final RecordEvent record;
  private final Transactions transactions;
  private final Ids ids;
  private final InstantSource clock;

  /** For accounts that may store any number of minutes. */
  public ClipVideo(
      Videos videos,
      Tasks tasks,
      Work work,
      RecordEvent record,
      Transactions transactions,
      Ids ids,
      InstantSource clock) {
    this(videos, tasks, work, record, transactions, ids, clock, new Minutes(videos, null));
  }

  public ClipVideo(
      Videos videos,
      Tasks tasks,
      Work work,
      RecordEvent record,
      Transactions transactions,
      Ids ids,
      InstantSource clock,
      Minutes minutes) {
    this.minutes = minutes;
    this.videos = videos;
    this.tasks = tasks;
    this.work = work;
    this.record = record;
    this.transactions = transactions;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What is asked for.
   *
   * @param video the one to clip, of this account
   * @param name of the clip; empty names it after its playback id
   * @param from where it begins, after the start of the video
   * @param to where it ends; what lies behind the video's end is cut off
   * @param exact whether it begins with exactly that picture, which takes encoding; else at the key
   *     frame at or before, which takes a moment
   * @param wishes those of the clip, {@code null} to take over what holds for the video
   */
  public record Asked(
      Account account,
      String madeBy,
      String madeWith,
      UUID video,
      String name,
      Duration from,
      Duration to,
      boolean exact,
      @Nullable Wishes wishes) {

    /** With the wishes of the video it is cut out of. */
    public Asked(
        Account account,
        String madeBy,
        String madeWith,
        UUID video,
        String name,
        Duration from,
        Duration to,
        boolean exact) {
      this(account, madeBy, madeWith, video, name, from, to, exact, null);
    }
  }

  /** The clip and the task that makes it. */
  public record Given(Video video, Task task) {}

  /**
   * Queues the work.
   *
   * @throws ProblemException {@link Problem.NotFound}; {@link Problem.WrongState} while the video
   *     cannot be watched; {@link Problem.BadField} for times without picture between them; {@link
   *     Problem.NotAllowed} while too many clips are being made
   */
  public Given clip(Asked asked) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      Video whole = whole(asked);
      if (underWay(asked.account()) >= MOST) {
        throw new ProblemException(new Problem.NotAllowed("Too many clips are being processed."));
      }
      Duration to = cutOff(asked.to(), Objects.requireNonNull(whole.facts()).duration());
      Video clip = born(asked, to, whole, now);
      minutes.requireRoom(asked.account().number(), to.minus(asked.from()));
      videos.add(clip);
      Task task =
          new Task(
              ids.uuid(),
              asked.account().number(),
              clip.id(),
              Task.Kind.CLIP,
              Task.State.WAITING,
              /* progress= */ 0,
              /* retries= */ 0,
              /* error= */ null,
              /* scheduledAt= */ now,
              now,
              now);
      tasks.add(task);
      record.ofVideo(Event.Kind.VIDEO_CREATED, clip, now);
      record.ofTask(Event.Kind.TASK_CREATED, clip, task, now);
      work.clip(clip.id(), asked.exact());
      return new Given(clip, task);
    });
  }

  private Video whole(Asked asked) {
    Video video =
        videos
            .byId(asked.video())
            .filter(found -> !found.isDeleted())
            .filter(found -> found.account() == asked.account().number())
            .orElseThrow(() -> new ProblemException(new Problem.NotFound("Content not found")));
    Facts facts = video.facts();
    if (!video.isWatchable() || facts == null) {
      throw new ProblemException(
          new Problem.WrongState("a video can be clipped once it can be watched"));
    }
    if (asked.from().isNegative() || asked.from().compareTo(facts.duration()) >= 0) {
      throw new ProblemException(new Problem.BadField("startTime", "must lie within the video"));
    }
    if (asked.to().compareTo(asked.from()) <= 0) {
      throw new ProblemException(
          new Problem.BadField("endTime", "endTime must occur after startTime"));
    }
    return video;
  }

  private static Duration cutOff(Duration to, Duration end) {
    return to.compareTo(end) > 0 ? end : to;
  }

  private long underWay(Account account) {
    return tasks
        .find(
            new TaskQuery(
                account.number(),
                List.of(
                    new TaskQuery.Condition(
                        TaskQuery.Field.KIND,
                        Comparison.EQUAL,
                        List.of((Object) Task.Kind.CLIP.name()))),
                List.of(),
                /* skip= */ 0,
                /* limit= */ 100))
        .stream()
        .filter(task -> !task.isEnded())
        .count();
  }

  private Video born(Asked asked, Duration to, Video whole, Instant now) {
    UUID id = ids.uuid();
    String playbackId = PlaybackIds.make(id, ids);
    Wishes wishes = asked.wishes() == null ? inherited(whole) : asked.wishes();
    return new Video(
        id,
        videos.nextSerial(),
        playbackId,
        asked.account().number(),
        asked.name().isEmpty() && asked.wishes() == null ? "clip-" + playbackId : asked.name(),
        asked.madeBy(),
        asked.madeWith(),
        new Source.Clip(whole.id(), whole.playbackId(), asked.from(), to, asked.exact()),
        wishes,
        new Phase.Fetching(),
        /* content= */ null,
        /* facts= */ null,
        List.of(new Milestone(Milestone.Step.TICKET, now)),
        now,
        now,
        /* deletedAt= */ null);
  }

  private static Wishes inherited(Video whole) {
    return new Wishes(
        whole.wishes().policy(),
        whole.wishes().creator(),
        /* renditions= */ null,
        /* downloads= */ true, // LP-187
        /* provenance= */ false,
        whole.wishes().segmentLength(),
        /* encryptedKey= */ null,
        /* export= */ null);
  }
}
