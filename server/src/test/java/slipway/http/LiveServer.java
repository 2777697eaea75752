package slipway.http;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on a free port of the loopback. Every buffer is tracked; {@link #close()} fails when one
 * was not given back.
 */
final class LiveServer implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-21T04:05:06Z");

  static {
    LeakReports.install();
  }

  private final HttpServer server;
  private final BlockingQueue<AccessListener.Access> finished = new LinkedBlockingQueue<>();

  LiveServer(Handler handler) throws IOException {
    this(HttpSettings.defaults(), handler);
  }

  LiveServer(HttpSettings settings, Handler handler) throws IOException {
    var ids = new AtomicInteger();
    server =
        HttpServer.start(
            settings.listeningOn("127.0.0.1", 0),
            handler,
            () -> NOW,
            () -> "id-" + ids.incrementAndGet(),
            finished::add);
  }

  RawClient connect() throws IOException {
    return new RawClient(port());
  }

  int port() {
    return server.port();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  HttpServer server() {
    return server;
  }

  /** Bytes that the clients of HTTP/2 may send ahead all together. */
  long windowsTaken() {
    return server.windowsTaken();
  }

  /** Bytes that clients sent before they ended their side, and nobody wants yet. */
  long undemanded() {
    return server.undemanded();
  }

  /** Bytes of bodies that handlers hold whole. */
  long bodiesHeld() {
    return server.bodiesHeld();
  }

  /** The next exchange that ended. */
  AccessListener.Access access() throws InterruptedException {
    AccessListener.Access access = finished.poll(10, TimeUnit.SECONDS);
    if (access == null) {
      throw new AssertionError("no exchange ended");
    }
    return access;
  }

  @Override
  public void close() {
    server.close();
    List<String> leaks = LeakReports.take();
    if (!leaks.isEmpty()) {
      throw new AssertionError("buffers were not given back: " + leaks);
    }
  }
}
