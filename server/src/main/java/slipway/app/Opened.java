package slipway.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened on the way up; closing goes the way back, past whatever fails. */
final class Opened implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Opened.class);

  private final Deque<AutoCloseable> things = new ArrayDeque<>();

  /** Will be closed before everything that was opened before it. */
  synchronized <T extends AutoCloseable> T keep(T thing) {
    things.push(thing);
    return thing;
  }

  /** Closes everything; a second call waits for the first and finds nothing. */
  @Override
  public synchronized void close() {
    if (things.isEmpty()) {
      return;
    }
    log.info("stopping");
    while (!things.isEmpty()) {
      AutoCloseable thing = things.pop();
      try {
        thing.close();
      } catch (Exception failure) {
        log.error("{} could not be closed", thing.getClass().getSimpleName(), failure);
      }
    }
    log.info("stopped");
  }
}
