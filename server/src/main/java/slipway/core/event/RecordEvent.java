package slipway.core.event;

import java.time.Instant;
import slipway.core.Ids;
import slipway.core.task.Task;
import slipway.core.video.Video;

/** Writes what happened into the outbox; always inside the transaction of the change itself. */
public final class RecordEvent {
  private final Events events;
  private final Ids ids;

  public RecordEvent(Events events, Ids ids) {
    this.events = events;
    this.ids = ids;
  }

  /** Something happened to a video. */
  public void ofVideo(Event.Kind kind, Video video, Instant at) {
    events.append(new Event(ids.uuid(), kind, video.account(), video, null, at));
  }

  /** Something happened to a task. */
  public void ofTask(Event.Kind kind, Video video, Task task, Instant at) {
    events.append(new Event(ids.uuid(), kind, video.account(), video, task, at));
  }
}
