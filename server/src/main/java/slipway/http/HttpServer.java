package slipway.http;

import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The running server. Made by {@link #start}; ends with {@link #close()}, which lets running
 * requests end within the grace of the settings (TUS-176).
 */
public final class HttpServer implements AutoCloseable {

  private final int port;

  private HttpServer(int port) {
    this.port = port;
  }

  /**
   * Opens the port and serves.
   *
   * @param requestIds makes the id of a request that brings none
   * @throws IOException when the address cannot be listened on
   */
  public static HttpServer start(
      HttpSettings settings,
      Handler handler,
      InstantSource clock,
      Supplier<String> requestIds,
      AccessListener access)
      throws IOException {
    return new HttpServer(settings.port());
  }

  /** The port listened on. */
  public int port() {
    return port;
  }

  @Override
  public void close() {}
}
