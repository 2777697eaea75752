package slipway.core.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.task.Task;
import slipway.core.video.Video;

/**
 * Something that happened, with the state right after it.
 *
 * @param id stays the same over all deliveries
 * @param video as it was after the change; before it for {@link Kind#VIDEO_DELETED}
 * @param task only for events of tasks
 * @param sequence larger than that of everything that happened before, which lets whoever hears of
 *     a video twice tell the newer state (REL-77); 0 until it is in the outbox
 */
public record Event(
    UUID id, Kind kind, long account, Video video, @Nullable Task task, Instant at, long sequence) {

  /** Not in the outbox yet. */
  public Event(UUID id, Kind kind, long account, Video video, @Nullable Task task, Instant at) {
    this(id, kind, account, video, task, at, /* sequence= */ 0);
  }

  /** What can happen. */
  public enum Kind {
    VIDEO_CREATED,
    VIDEO_UPDATED,
    VIDEO_READY,
    VIDEO_FAILED,
    VIDEO_DELETED,
    TASK_CREATED,
    TASK_UPDATED,
    TASK_COMPLETED,
    TASK_FAILED
  }
}
