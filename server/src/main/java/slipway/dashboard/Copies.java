package slipway.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import slipway.core.export.ExportOrder;
import slipway.core.export.ExportVideo;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.task.Task;
import slipway.core.task.TaskQuery;
import slipway.core.task.Tasks;
import slipway.core.video.Export;
import slipway.core.video.Video;
import slipway.core.video.VideoQuery.Comparison;

/** The copies of a video's source that are sent elsewhere, as the operator sees them. */
final class Copies {
  private static final int SHOWN = 20;

  private final Tasks tasks;
  private final ExportVideo exports;

  Copies(Tasks tasks, ExportVideo exports) {
    this.tasks = tasks;
    this.exports = exports;
  }

  /** Those of a video, newest change first. */
  List<AdminShapes.ExportShape> of(Video video) {
    var query =
        new TaskQuery(
            video.account(),
            List.of(
                condition(TaskQuery.Field.VIDEO, video.id().toString()),
                condition(TaskQuery.Field.KIND, Task.Kind.EXPORT.name())),
            List.of(),
            /* skip= */ 0,
            SHOWN);
    List<AdminShapes.ExportShape> all = new ArrayList<>();
    wished(video).ifPresent(all::add);
    tasks.find(query).stream().map(this::shape).forEach(all::add);
    return all;
  }

  /** One that came with the video belongs to the task of its upload, which has its own end. */
  private Optional<AdminShapes.ExportShape> wished(Video video) {
    Export export = video.wishes().export();
    UUID upload = tasks.ofVideo(video.id()).map(Task::id).orElse(null);
    if (export == null
        || upload == null
        || export.updatedAt() == null
        || !Stream.of(export.pending(), export.failed(), export.last()).anyMatch(upload::equals)) {
      return Optional.empty();
    }
    String state =
        switch (export.state()) {
          case WAITING -> "waiting";
          case PROCESSING -> "running";
          case READY -> "completed";
          case FAILED, REVERTED -> "failed";
        };
    return Optional.of(
        new AdminShapes.ExportShape(
            upload,
            "ipfs",
            state,
            export.state() == Export.State.PROCESSING ? (Double) export.progress() : null,
            export.error(),
            export.updatedAt()));
  }

  /**
   * Tries one again. One that came with the video is sent as an export of its own, since the task
   * of its upload has long ended well.
   *
   * @throws ProblemException {@link Problem.NotFound} when it is none of that video; {@link
   *     Problem.WrongState} unless it failed
   */
  void retry(Video video, String task) {
    AdminShapes.ExportShape copy =
        of(video).stream()
            .filter(one -> one.task().toString().equals(task))
            .findFirst()
            .orElseThrow(
                () -> new ProblemException(new Problem.NotFound("There is no such export.")));
    if (!copy.state().equals("failed")) {
      throw notFailed();
    }
    Export wish = video.wishes().export();
    if (wish != null && isOfUpload(copy.task(), video)) {
      exports.export(
          video.id(),
          ExportOrder.Target.IPFS,
          wish.spec(),
          wish.spec(),
          /* shownOnVideo= */ true,
          now -> requireFailed(now, copy.task())); // a second press comes too late
    } else {
      exports.retry(copy.task());
    }
  }

  private static void requireFailed(Video video, UUID task) {
    Export export = video.wishes().export();
    if (export == null || !task.equals(export.failed())) {
      throw notFailed();
    }
  }

  private static ProblemException notFailed() {
    return new ProblemException(new Problem.WrongState("the export has not failed"));
  }

  private boolean isOfUpload(UUID task, Video video) {
    return tasks.ofVideo(video.id()).filter(upload -> upload.id().equals(task)).isPresent();
  }

  private AdminShapes.ExportShape shape(Task task) {
    return new AdminShapes.ExportShape(
        task.id(),
        exports
            .order(task.id())
            .map(order -> order.target().name().toLowerCase(Locale.ROOT))
            .orElse(null),
        task.state().name().toLowerCase(Locale.ROOT),
        task.state() == Task.State.RUNNING ? (Double) task.progress() : null,
        task.error(),
        task.updatedAt());
  }

  private static TaskQuery.Condition condition(TaskQuery.Field field, String value) {
    return new TaskQuery.Condition(field, Comparison.EQUAL, List.of(value));
  }
}
