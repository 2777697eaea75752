package slipway.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import slipway.core.event.Event;
import slipway.core.event.Events;

/** The outbox as a list. Safe for any thread. */
public final class InMemoryEvents implements Events {
  private final List<Event> events = new ArrayList<>();

  @Override
  public synchronized void append(Event event) {
    events.add(
        new Event(
            event.id(),
            event.kind(),
            event.account(),
            event.video(),
            event.task(),
            event.at(),
            /* sequence= */ events.size() + 1));
  }

  @Override
  public synchronized Optional<Event> byId(UUID id) {
    return events.stream().filter(event -> event.id().equals(id)).findFirst();
  }

  @Override
  public synchronized List<Event.Kind> kindsOf(UUID video) {
    return events.stream()
        .filter(event -> event.video().id().equals(video))
        .map(Event::kind)
        .toList();
  }

  /** Everything that happened, oldest first. */
  public synchronized List<Event> all() {
    return List.copyOf(events);
  }
}
