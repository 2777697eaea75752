package slipway.app;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was opened on the way up. What is busy stops first, all of it at the same time, so that the
 * slowest alone decides how long that takes (TUS-176); closing what it used goes the way back. What
 * fails is passed.
 */
final class Opened implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Opened.class);

  private final Deque<AutoCloseable> things = new ArrayDeque<>();
  private final List<AutoCloseable> running = new ArrayList<>();

  /** Will be closed before everything that was opened before it, and after all that is busy. */
  synchronized <T extends AutoCloseable> T keep(T thing) {
    things.push(thing);
    return thing;
  }

  /** Will be told to stop at once: requests, jobs and chores, which may take a while to end. */
  synchronized <T extends AutoCloseable> T busy(T thing) {
    running.add(thing);
    return thing;
  }

  /** Closes everything; a second call waits for the first and finds nothing. */
  @Override
  public synchronized void close() {
    if (things.isEmpty() && running.isEmpty()) {
      return;
    }
    log.info("stopping");
    List<Thread> stops =
        running.stream().map(thing -> Thread.ofVirtual().start(() -> close(thing))).toList();
    running.clear();
    stops.forEach(Opened::await);
    while (!things.isEmpty()) {
      close(things.pop());
    }
    log.info("stopped");
  }

  private static void close(AutoCloseable thing) {
    try {
      thing.close();
    } catch (Exception failure) {
      log.error("{} could not be closed", thing.getClass().getSimpleName(), failure);
    }
  }

  private static void await(Thread stop) {
    try {
      stop.join();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
