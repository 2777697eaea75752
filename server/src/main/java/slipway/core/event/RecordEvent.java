package slipway.core.event;

import java.time.Instant;
import slipway.core.Ids;
import slipway.core.task.Task;
import slipway.core.video.Video;

/** Writes what happened into the outbox; always inside the transaction of the change itself. */
public final class RecordEvent {
  private final Events events;
  private final Ids ids;
  private final Listener listener;

  /** Where nobody is to hear of it. */
  public RecordEvent(Events events, Ids ids) {
    this(events, ids, _ -> {});
  }

  /**
   * @param listener hears of everything right after it was written
   */
  public RecordEvent(Events events, Ids ids, Listener listener) {
    this.events = events;
    this.ids = ids;
    this.listener = listener;
  }

  /** Something happened to a video. */
  public void ofVideo(Event.Kind kind, Video video, Instant at) {
    tell(new Event(ids.uuid(), kind, video.account(), video, null, at));
  }

  /** Something happened to a task. */
  public void ofTask(Event.Kind kind, Video video, Task task, Instant at) {
    tell(new Event(ids.uuid(), kind, video.account(), video, task, at));
  }

  private void tell(Event event) {
    events.append(event);
    listener.happened(event);
  }
}
