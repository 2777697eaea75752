package slipway.core.event;

/** Hears of everything that is written into the outbox, inside the same transaction. */
@FunctionalInterface
public interface Listener {

  /** Something happened and will be kept if this does not throw. */
  void happened(Event event);
}
