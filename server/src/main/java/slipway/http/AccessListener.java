package slipway.http;

import java.net.InetAddress;
import java.time.Duration;

/**
 * Hears of every answered request, on that request's thread; binds logs and metrics to the server.
 */
@FunctionalInterface
public interface AccessListener {

  /** Nobody listens. */
  AccessListener NONE = _ -> {};

  /**
   * One exchange that is over.
   *
   * @param route template of the route, empty when none matched: safe as a metric's label
   * @param path as it was sent, without the query, which may hold tokens
   * @param status of the final answer; 0 when the connection ended without one
   * @param bytesIn body bytes received
   * @param bytesOut content bytes handed to the socket
   * @param duration from the end of the header block to the last byte handed to the socket
   */
  record Access(
      String requestId,
      InetAddress client,
      Protocol protocol,
      String method,
      String route,
      String path,
      int status,
      long bytesIn,
      long bytesOut,
      Duration duration) {}

  /** Called once for each exchange; must not throw and must not take long. */
  void finished(Access access);
}
