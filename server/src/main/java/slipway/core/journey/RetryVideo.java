package slipway.core.journey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.task.Task;
import slipway.core.task.Tasks;
import slipway.core.task.Work;
import slipway.core.video.Facts;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/**
 * Tries a failed video, or one failed rendition of it, again from its stored bytes, or fetches them
 * again.
 */
public final class RetryVideo {
  private final Videos videos;
  private final Tasks tasks;
  private final Renditions renditions;
  private final Work work;
  private final RecordEvent record;
  private final Transactions transactions;
  private final InstantSource clock;

  public RetryVideo(
      Videos videos,
      Tasks tasks,
      Renditions renditions,
      Work work,
      RecordEvent record,
      Transactions transactions,
      InstantSource clock) {
    this.videos = videos;
    this.tasks = tasks;
    this.renditions = renditions;
    this.work = work;
    this.record = record;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Queues the work again. Of a ready video that is only the signing, where that failed (MD-87).
   *
   * @throws ProblemException {@link Problem.NotFound}; {@link Problem.WrongState} unless it failed,
   *     and its bytes are here or can be fetched again
   */
  public Video retry(UUID id) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      Video video =
          videos
              .byId(id)
              .filter(found -> !found.isDeleted())
              .orElseThrow(() -> new ProblemException(new Problem.NotFound("video not found")));
      if (video.canBeSignedAgain()) {
        return signAgain(video, now);
      }
      if (!(video.phase() instanceof Phase.Failed)) {
        throw new ProblemException(new Problem.WrongState("the video has not failed"));
      }
      boolean fetched = video.canBeFetchedAgain();
      if (video.content() == null && !fetched) {
        throw new ProblemException(
            new Problem.WrongState("the video's bytes were refused; upload another file"));
      }
      Video again = fetched ? video.fetchedAgain(now) : video.retried(now);
      videos.update(again);
      Task task = tasks.ofVideo(id).orElseThrow().queued(now);
      tasks.update(task);
      record.ofTask(Event.Kind.TASK_UPDATED, again, task, now);
      record.ofVideo(Event.Kind.VIDEO_UPDATED, again, now);
      forgetFailures(id);
      if (fetched && again.source() instanceof Source.Clip clip) {
        work.clip(id, clip.exact());
      } else if (fetched) {
        work.fetch(id, again.wishes().effectiveParticulars().priority());
      } else {
        work.inspect(id);
      }
      return again;
    });
  }

  private Video signAgain(Video video, Instant now) {
    Video again = video.awaitingSigning(now);
    videos.update(again);
    record.ofVideo(Event.Kind.VIDEO_UPDATED, again, now);
    work.sign(video.id());
    return again;
  }

  /** A new plan begins with what is there. */
  private void forgetFailures(UUID id) {
    renditions.all(id).stream()
        .filter(rendition -> !rendition.isDone())
        .forEach(rendition -> renditions.remove(id, rendition.name()));
  }

  /**
   * Queues one failed rendition again; the video stays as it is, and can be watched meanwhile
   * (REL-33).
   *
   * @throws ProblemException {@link Problem.NotFound}; {@link Problem.WrongState} unless it failed
   *     and the video did not
   */
  public Video retryRendition(UUID id, String name) {
    return transactions.run(() -> {
      Video video =
          videos
              .byId(id)
              .filter(found -> !found.isDeleted())
              .orElseThrow(() -> new ProblemException(new Problem.NotFound("video not found")));
      Rendition rendition =
          renditions
              .named(id, name)
              .orElseThrow(() -> new ProblemException(new Problem.NotFound("rendition not found")));
      String obstacle =
          switch (rendition.state()) {
            case QUEUED, RUNNING -> "the rendition is being made";
            case DONE -> "the rendition is there already";
            case FAILED ->
                video.isWatchable() ? "" : "the video cannot be watched; retry all of it";
          };
      if (!obstacle.isEmpty()) {
        throw new ProblemException(new Problem.WrongState(obstacle));
      }
      renditions.publish(rendition.queued());
      Facts facts = video.facts();
      work.transcode(
          id,
          facts == null ? Duration.ZERO : facts.duration(),
          /* watchable= */ true,
          video.wishes().effectiveParticulars().priority());
      return video;
    });
  }
}
