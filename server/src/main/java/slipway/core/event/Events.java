package slipway.core.event;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The outbox. */
public interface Events {

  /** Appends inside the transaction of the change it tells of. */
  void append(Event event);

  Optional<Event> byId(UUID id);

  /** The kinds of what happened to a video, oldest first. */
  List<Event.Kind> kindsOf(UUID video);
}
