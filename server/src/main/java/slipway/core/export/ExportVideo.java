package slipway.core.export;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import slipway.core.Ids;
import slipway.core.Transactions;
import slipway.core.account.Account;
import slipway.core.event.Event;
import slipway.core.event.RecordEvent;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Task;
import slipway.core.task.Tasks;
import slipway.core.task.Work;
import slipway.core.video.Export;
import slipway.core.video.Phase;
import slipway.core.video.Video;
import slipway.core.video.Videos;

/**
 * Has copies of sources made elsewhere, and keeps what becomes of them. Every method is one
 * transaction over video, task, order, job and events; those that a job calls do nothing for a
 * video that was deleted meanwhile and may be repeated.
 */
public final class ExportVideo {
  /** Progress is told when it crosses one of these (LP-85). */
  private static final double TELL_EVERY = 0.25;

  private final Videos videos;
  private final Tasks tasks;
  private final ExportOrders orders;
  private final Work work;
  private final RecordEvent record;
  private final Transactions transactions;
  private final Ids ids;
  private final InstantSource clock;
  private final int maxActive;

  /**
   * @param maxActive queued or running tasks of an account before it has to wait (LP-41)
   */
  public ExportVideo(
      Videos videos,
      Tasks tasks,
      ExportOrders orders,
      Work work,
      RecordEvent record,
      Transactions transactions,
      Ids ids,
      InstantSource clock,
      int maxActive) {
    this.videos = videos;
    this.tasks = tasks;
    this.orders = orders;
    this.work = work;
    this.record = record;
    this.transactions = transactions;
    this.ids = ids;
    this.clock = clock;
    this.maxActive = maxActive;
  }

  /** The order behind a task, if it has one. */
  public Optional<ExportOrder> order(UUID task) {
    return orders.byTask(task);
  }

  /**
   * As {@link #export(UUID, ExportOrder.Target, String, String, boolean, Consumer)}, for somebody
   * who has to wait while too many tasks are under way.
   *
   * @param owner of the video
   * @throws ProblemException {@link Problem.NotFound}, {@link Problem.OverQuota}
   */
  public Task export(
      Account owner,
      UUID id,
      ExportOrder.Target target,
      String asked,
      String told,
      boolean shownOnVideo,
      Consumer<Video> rules) {
    return export(
        id,
        target,
        asked,
        told,
        shownOnVideo,
        rules.andThen(_ -> tasks.requireFewer(maxActive, owner)));
  }

  /**
   * Queues a copy.
   *
   * @param asked secrets included
   * @param told the same as it may be shown; for IPFS also what the video then says was asked for
   * @param rules throws for a video that is not to be copied now
   * @throws ProblemException {@link Problem.NotFound}
   */
  public Task export(
      UUID id,
      ExportOrder.Target target,
      String asked,
      String told,
      boolean shownOnVideo,
      Consumer<Video> rules) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      Video video =
          videos
              .byId(id)
              .filter(found -> !found.isDeleted())
              .orElseThrow(() -> new ProblemException(new Problem.NotFound("video not found")));
      rules.accept(video);
      Task task =
          new Task(
              ids.uuid(),
              video.account(),
              id,
              Task.Kind.EXPORT,
              Task.State.WAITING,
              /* progress= */ 0,
              /* retries= */ 0,
              /* error= */ null,
              /* scheduledAt= */ now,
              now,
              now);
      tasks.add(task);
      orders.add(ExportOrder.fresh(task.id(), id, target, asked, told));
      record.ofTask(Event.Kind.TASK_CREATED, video, task, now);
      if (shownOnVideo) {
        Export before = video.wishes().export();
        keep(
            video,
            (before == null ? Export.wished(told) : before).queued(told, task.id(), now),
            now);
      }
      work.export(id, task.id());
      return task;
    });
  }

  /**
   * Queues one that failed again.
   *
   * @throws ProblemException {@link Problem.NotFound}; {@link Problem.WrongState} unless it failed
   */
  public Task retry(UUID id) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      Task failed =
          tasks
              .byId(id)
              .orElseThrow(() -> new ProblemException(new Problem.NotFound("task not found")));
      if (failed.state() != Task.State.FAILED) {
        throw new ProblemException(new Problem.WrongState("the task has not failed"));
      }
      Video video =
          videos
              .byId(failed.video())
              .filter(found -> !found.isDeleted())
              .orElseThrow(() -> new ProblemException(new Problem.NotFound("video not found")));
      Task task = failed.queued(now);
      tasks.update(task);
      record.ofTask(Event.Kind.TASK_UPDATED, video, task, now);
      Export before = video.wishes().export();
      if (before != null && id.equals(before.failed())) {
        String spec = orders.byTask(id).map(ExportOrder::told).orElse(before.spec());
        keep(video, before.queued(spec, id, now), now);
      }
      work.export(video.id(), id);
      return task;
    });
  }

  /**
   * The order that a job is to do, which for a wish that came with the video is written now; empty
   * when there is nothing to do any more.
   */
  public Optional<ExportOrder> toDo(UUID id, UUID taskId) {
    Instant now = clock.instant();
    return transactions.run(() -> {
      Optional<Video> found = wanted(id);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Optional<ExportOrder> known = orders.byTask(taskId);
      if (known.isPresent()) {
        return known.filter(order -> order.asked() != null);
      }
      Export wish = found.get().wishes().export();
      if (wish == null) {
        return Optional.empty();
      }
      ExportOrder order =
          ExportOrder.fresh(
              taskId, id, ExportOrder.Target.IPFS, wish.spec(), /* told= */ wish.spec());
      orders.add(order);
      keep(found.get(), wish.queued(wish.spec(), taskId, now), now);
      return Optional.of(order);
    });
  }

  /** The video while a copy of it makes sense. */
  public Optional<Video> wanted(UUID id) {
    return videos.byId(id).filter(video -> video.phase() instanceof Phase.Ready);
  }

  /** Keeps how far an order is. */
  public void keep(ExportOrder order) {
    transactions.change(() -> orders.update(order));
  }

  /** It is being sent; {@code share} is 0 to 1. */
  public void sends(ExportOrder order, double share) {
    change(
        order,
        (video, now) -> {
          Task task = tasks.byId(order.task()).orElseThrow();
          boolean told =
              task.state() == Task.State.RUNNING
                  && Math.floor(task.progress() / TELL_EVERY) >= Math.floor(share / TELL_EVERY);
          move(order, video, before -> before.running(share, now), told, now);
          show(order, video, export -> export.sent(share, now), told, now);
        });
  }

  /** It did not work this time; {@code reason} is shown until the next try. */
  public void waitsAgain(ExportOrder order, String reason) {
    change(
        order,
        (video, now) -> {
          move(order, video, before -> before.waitingAgain(reason, now), false, now);
          show(order, video, export -> export.waits(reason, now), false, now);
        });
  }

  /** It is there. */
  public void done(ExportOrder order) {
    change(
        order,
        (video, now) -> {
          orders.update(order);
          end(order, video, before -> before.completed(now), Event.Kind.TASK_COMPLETED, now);
          String cid = order.cid();
          String metadata = order.metadataCid();
          if (cid != null && metadata != null) {
            show(order, video, export -> export.done(cid, metadata, now), false, now);
          }
        });
  }

  /** It cannot be made; the order stays, to be tried again when somebody asks for it. */
  public void failed(UUID task, String reason) {
    Optional<ExportOrder> found = orders.byTask(task);
    found.ifPresent(order ->
        change(
            order,
            (video, now) -> {
              end(order, video, before -> before.failed(reason, now), Event.Kind.TASK_FAILED, now);
              show(order, video, export -> export.gaveUp(reason, now), false, now);
            }));
  }

  @FunctionalInterface
  private interface Change {
    void of(Video video, Instant now);
  }

  private void change(ExportOrder order, Change change) {
    transactions.change(
        () -> wanted(order.video()).ifPresent(video -> change.of(video, clock.instant())));
  }

  /** The task of an upload that only carried the wish along is long at its end. */
  private boolean isOfUpload(Task task) {
    return task.kind() != Task.Kind.EXPORT;
  }

  private void move(
      ExportOrder order, Video video, UnaryOperator<Task> step, boolean quietly, Instant now) {
    Task task = tasks.byId(order.task()).orElseThrow();
    if (isOfUpload(task)) {
      return;
    }
    Task moved = step.apply(task);
    tasks.update(moved);
    if (!quietly) {
      record.ofTask(Event.Kind.TASK_UPDATED, video, moved, now);
    }
  }

  private void end(
      ExportOrder order, Video video, UnaryOperator<Task> step, Event.Kind kind, Instant now) {
    Task task = tasks.byId(order.task()).orElseThrow();
    if (!isOfUpload(task)) {
      move(order, video, step, /* quietly= */ false, now);
      record.ofTask(kind, video, step.apply(task), now);
    }
  }

  private void show(
      ExportOrder order, Video video, UnaryOperator<Export> step, boolean quietly, Instant now) {
    Export export = video.wishes().export();
    if (export == null || !order.task().equals(export.pending())) {
      return; // a later order is what the video shows
    }
    Export next = step.apply(export);
    if (quietly) {
      videos.update(video.exporting(next, now));
    } else {
      keep(video, next, now);
    }
  }

  private void keep(Video video, Export export, Instant now) {
    Video changed = video.exporting(export, now);
    videos.update(changed);
    record.ofVideo(Event.Kind.VIDEO_UPDATED, changed, now);
  }
}
