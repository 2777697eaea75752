package slipway.core.journey;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Task;
import slipway.core.task.TaskQuery;
import slipway.core.task.Tasks;
import slipway.core.task.Work;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery.Comparison;
import slipway.core.video.Videos;

/** Takes a video away: it is gone for everybody at once, its bytes a moment later (REL-36). */
public final class DeleteVideo {
  /** No more can be under way at once (LP-41). */
  private static final int MOST_EXPORTS = 1000;

  private final Videos videos;
  private final Tasks tasks;
  private final Work work;
  private final RecordEvent record;
  private final Transactions transactions;
  private final InstantSource clock;

  public DeleteVideo(
      Videos videos,
      Tasks tasks,
      Work work,
      RecordEvent record,
      Transactions transactions,
      InstantSource clock) {
    this.videos = videos;
    this.tasks = tasks;
    this.work = work;
    this.record = record;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Deletes in any phase.
   *
   * @throws ProblemException {@link Problem.NotFound}; {@link Problem.WrongState} when it already
   *     is
   */
  public void delete(UUID id) {
    deleteIf(id, _ -> true);
  }

  /**
   * As {@link #delete}, of a video that is still so when its turn comes.
   *
   * @throws ProblemException as there; {@link Problem.WrongState} also when it is not
   */
  void deleteIf(UUID id, Predicate<Video> condition) {
    Instant now = clock.instant();
    transactions.change(() -> {
      // Jobs before the video, in the order of a job's own end, so that the two never wait for each
      // other.
      work.erase(id);
      Video video =
          videos
              .byId(id)
              .orElseThrow(() -> new ProblemException(new Problem.NotFound("video not found")));
      if (video.isDeleted()) {
        throw new ProblemException(new Problem.WrongState("asset is already deleted"));
      }
      if (!condition.test(video)) {
        throw new ProblemException(new Problem.WrongState("the video is to stay"));
      }
      videos.update(video.deleted(now));
      record.ofVideo(Event.Kind.VIDEO_DELETED, video, now);
      tasks.ofVideo(id).filter(task -> !task.isEnded()).ifPresent(task -> end(task, now));
      exports(video).stream().filter(task -> !task.isEnded()).forEach(task -> end(task, now));
    });
  }

  private List<Task> exports(Video video) {
    return tasks.find(
        new TaskQuery(
            video.account(),
            List.of(
                equal(TaskQuery.Field.VIDEO, video.id().toString()),
                equal(TaskQuery.Field.KIND, Task.Kind.EXPORT.name())),
            /* order= */ List.of(),
            /* skip= */ 0,
            MOST_EXPORTS));
  }

  private static TaskQuery.Condition equal(TaskQuery.Field field, String value) {
    return new TaskQuery.Condition(field, Comparison.EQUAL, List.of(value));
  }

  /**
   * Nobody hears of it: the video's own event says it, and a task that counts as active would not
   * end.
   */
  private void end(Task task, Instant now) {
    tasks.update(task.failed("the video was deleted", now));
  }
}
