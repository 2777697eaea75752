package slipway.core.journey;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import slipway.core.Transactions;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Renditions;
import slipway.core.task.Task;
import slipway.core.task.Tasks;
import slipway.core.task.Work;
import slipway.core.video.Facts;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/**
 * Moves a video along after its bytes arrived, and while we fetch them. Every method is one
 * transaction over video, task, renditions, jobs and events (in the order of LP-174), does nothing
 * for a video that was deleted meanwhile, and may be repeated: a job that runs twice leaves the
 * same state.
 */
public final class MoveVideo {
  /** Progress is told when it crosses one of these (LP-85). */
  private static final double TELL_EVERY = 0.25;

  private final Videos videos;
  private final Tasks tasks;
  private final Renditions renditions;
  private final Work work;
  private final RecordEvent record;
  private final Transactions transactions;
  private final InstantSource clock;

  public MoveVideo(
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
   * The video if work on it still makes sense: bytes are here, and it is neither ready nor gone.
   */
  public Optional<Video> underWay(UUID id) {
    return videos.byId(id).filter(Video::isUnderWay);
  }

  /** The video if its bytes still have to be fetched. */
  public Optional<Video> fetching(UUID id) {
    return videos.byId(id).filter(Video::isFetching);
  }

  /** Work begins. */
  public void started(UUID id) {
    move(
        id,
        (video, now) -> {
          Task task = taskOf(video);
          if (task.state() != Task.State.RUNNING) {
            keep(task.running(0, now), video, Event.Kind.TASK_UPDATED, now);
          }
        });
  }

  /** The source is media, and this is what is in it; something has yet to be made of it. */
  public void inspected(UUID id, Facts facts) {
    move(id, (video, now) -> keep(video.inspected(facts, now), now));
  }

  /** As {@link #inspected}, and the renditions have to be encoded first. */
  public void inspectedForTranscoding(UUID id, Facts facts) {
    move(
        id,
        (video, now) -> {
          keep(video.inspected(facts, now), now);
          work.transcode(id);
        });
  }

  /** The work got further; {@code progress} is 0 to 1. */
  public void progressed(UUID id, double progress) {
    move(
        id,
        (video, now) -> {
          Video further = video.progressed(progress, now);
          videos.update(further);
          Task before = taskOf(video);
          Task task = before.running(progress, now);
          tasks.update(task);
          if (Math.floor(before.progress() / TELL_EVERY) < Math.floor(progress / TELL_EVERY)) {
            record.ofTask(Event.Kind.TASK_UPDATED, further, task, now);
            record.ofVideo(Event.Kind.VIDEO_UPDATED, further, now);
          }
        });
  }

  /** It can be watched: {@code made} are complete and verified. */
  public void viewable(UUID id, List<Rendition> made) {
    move(
        id,
        (video, now) -> {
          made.forEach(renditions::publish);
          if (!video.isWatchable()) {
            keep(video.viewable(now), now);
          }
        });
  }

  /** Everything that will be made is there. */
  public void ready(UUID id) {
    move(
        id,
        (video, now) -> {
          Video ready = video.ready(now);
          keep(ready, now);
          record.ofVideo(Event.Kind.VIDEO_READY, ready, now);
          Task task = taskOf(video).completed(now);
          keep(task, ready, Event.Kind.TASK_UPDATED, now);
          record.ofTask(Event.Kind.TASK_COMPLETED, ready, task, now);
        });
  }

  /** How often the work was tried again by itself since somebody last asked for it. */
  public int retries(UUID id) {
    return tasks.ofVideo(id).map(Task::retries).orElse(0);
  }

  /**
   * Something on our side is missing, and the work waits until it is there; no try is counted.
   * {@code reason} is shown meanwhile.
   */
  public void waits(UUID id, String reason) {
    move(
        id,
        (video, now) -> {
          Task task = taskOf(video);
          if (task.state() != Task.State.WAITING || !reason.equals(task.error())) {
            keep(task.waiting(reason, now), video, Event.Kind.TASK_UPDATED, now);
          }
        });
  }

  /** Trying failed and will be tried again; {@code reason} is shown meanwhile (LP-112). */
  public void waitsAgain(UUID id, String reason) {
    move(
        id,
        (video, now) ->
            keep(taskOf(video).waitingAgain(reason, now), video, Event.Kind.TASK_UPDATED, now));
  }

  /** It ended, with a reason. */
  public void failed(UUID id, Failure failure) {
    move(
        id,
        (video, now) -> {
          Video failed = video.failed(failure, now);
          Task task = taskOf(video).failed(failure.sentence(), now);
          keep(task, failed, Event.Kind.TASK_UPDATED, now);
          record.ofTask(Event.Kind.TASK_FAILED, failed, task, now);
          keep(failed, now);
          record.ofVideo(Event.Kind.VIDEO_FAILED, failed, now);
        });
  }

  /** The source's hash is known now. */
  public void hashed(UUID id, String sha256) {
    transactions.change(() ->
        videos
            .byId(id)
            .filter(video -> !video.isDeleted())
            .ifPresent(video -> videos.update(video.hashed(sha256, clock.instant()))));
  }

  private void move(UUID id, BiConsumer<Video, Instant> change) {
    transactions.change(() ->
        videos
            .byId(id)
            .filter(video -> video.isUnderWay() || video.isFetching())
            .ifPresent(video -> change.accept(video, clock.instant())));
  }

  private Task taskOf(Video video) {
    return tasks.ofVideo(video.id()).orElseThrow();
  }

  private void keep(Video video, Instant now) {
    videos.update(video);
    record.ofVideo(Event.Kind.VIDEO_UPDATED, video, now);
  }

  private void keep(Task task, Video video, Event.Kind kind, Instant now) {
    tasks.update(task);
    record.ofTask(kind, video, task, now);
  }
}
