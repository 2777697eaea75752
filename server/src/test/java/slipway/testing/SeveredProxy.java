package slipway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between the house and its PostgreSQL, and can be cut through and mended. */
public final class SeveredProxy implements AutoCloseable {
  private static final String JDBC = "jdbc:";

  private final String url;
  private final URI database;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean severed;

  private SeveredProxy(String url, ServerSocket listener) {
    this.url = url;
    this.database = URI.create(url.substring(JDBC.length()));
    this.listener = listener;
  }

  /** In front of the server of a {@code jdbc:postgresql://} address. */
  public static SeveredProxy to(String url) throws IOException {
    var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var proxy = new SeveredProxy(url, listener);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  /** The same database by way of this. */
  public String url() {
    return url.replaceFirst(
        "//[^/]*/",
        "//" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort() + "/");
  }

  /** Cuts every connection, also those that are made from now on. */
  public void sever() throws IOException {
    severed = true;
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** New connections go through again. */
  public void mend() {
    severed = false;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> join(client));
      }
    } catch (IOException closed) {
      // Nobody needs it any more.
    }
  }

  private void join(Socket client) {
    try (client;
        Socket server = new Socket(database.getHost(), database.getPort())) {
      open.add(client);
      open.add(server);
      if (severed) {
        return;
      }
      Thread back = Thread.ofVirtual().start(() -> copy(server, client));
      copy(client, server);
      back.join();
    } catch (IOException cut) {
      // As somebody wanted it.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException cut) {
      // As somebody wanted it.
    } finally {
      open.remove(from);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    sever();
  }
}
