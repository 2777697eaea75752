package slipway.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What all connections of one server share: settings, the handler, and the exchanges that run, each
 * on a virtual thread.
 */
final class Service {

  private final HttpSettings settings;
  private final Handler handler;
  private final RequestReader reader;
  private final InstantSource clock;
  private final AccessListener access;
  private final ThreadFactory threads = Thread.ofVirtual().name("http-", 1).factory();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Exchange> running = new HashSet<>();

  /** A quarter of the heap is for what HTTP/2 clients send ahead. */
  private final Windows windows = new Windows(Runtime.getRuntime().maxMemory() / 4);

  /** An eighth, for what clients sent before they ended their side. */
  private final Undemanded.Room undemanded =
      new Undemanded.Room(Runtime.getRuntime().maxMemory() / 8, /* each= */ 256 << 10);

  private final BodyMemory bodies;

  private volatile boolean stopping;

  Service(
      HttpSettings settings,
      Handler handler,
      RequestReader reader,
      InstantSource clock,
      AccessListener access) {
    this.settings = settings;
    this.handler = handler;
    this.reader = reader;
    this.clock = clock;
    this.access = access;
    this.bodies = new BodyMemory(settings.limits().bodies());
  }

  HttpSettings settings() {
    return settings;
  }

  Handler handler() {
    return handler;
  }

  RequestReader reader() {
    return reader;
  }

  InstantSource clock() {
    return clock;
  }

  AccessListener access() {
    return access;
  }

  boolean isStopping() {
    return stopping;
  }

  Windows windows() {
    return windows;
  }

  Undemanded.Room undemanded() {
    return undemanded;
  }

  long bodiesHeld() {
    return bodies.used();
  }

  /** The body of a new exchange. */
  PulledBody body(OptionalLong declaredLength, boolean clientWaits, PulledBody.Source source) {
    return new PulledBody(
        declaredLength,
        clientWaits,
        settings.limits(),
        settings.timeouts().bodyIdle(),
        bodies.share(),
        source);
  }

  /** Runs an exchange on a thread of its own. */
  void start(Exchange exchange) {
    lock.lock();
    try {
      running.add(exchange);
    } finally {
      lock.unlock();
    }
    if (stopping) {
      exchange.body().fail(new BodyException.ServerStopping());
    }
    threads.newThread(exchange).start();
  }

  /** The exchange has nothing more to do. */
  void ended(Exchange exchange) {
    lock.lock();
    try {
      running.remove(exchange);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** From now on bodies do not go on (TUS-176). */
  void stop() {
    stopping = true;
    bodies.stop();
    lock.lock();
    try {
      running.forEach(exchange -> exchange.body().fail(new BodyException.ServerStopping()));
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no exchange runs; false when some still do after that time. */
  boolean awaitIdle(Duration most) {
    long left = most.toNanos();
    lock.lock();
    try {
      while (!running.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
