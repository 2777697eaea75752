package slipway.outgoing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on this machine that answers with whatever bytes a test likes, however wrong. */
public final class StrangeServer implements AutoCloseable {

  /** What it does with one connection; the request's head has been read. */
  @FunctionalInterface
  public interface Manners {
    void answer(List<String> head, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket listening;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  /** The heads of all requests, line by line. */
  public final List<List<String>> requests = new CopyOnWriteArrayList<>();

  public StrangeServer(Manners manners) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), manners);
  }

  StrangeServer(ServerSocket listening, Manners manners) {
    this.listening = listening;
    Thread.ofVirtual().start(() -> accept(manners));
  }

  /** Answers every request with the same text, given with its line ends as {@code \n}. */
  public static StrangeServer saying(String head, String body) throws IOException {
    return new StrangeServer((_, out) -> say(out, head, body));
  }

  public static void say(OutputStream out, String head, String body) throws IOException {
    String lines = head.strip().replace("\n", "\r\n") + "\r\n\r\n";
    out.write((lines + body).getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** How many ever came. */
  int connections() {
    return connections.size();
  }

  /** How many have not hung up; asks each for one more byte. */
  boolean isDeserted() {
    try {
      for (Socket socket : connections) {
        socket.setSoTimeout(60_000);
        while (!socket.isClosed() && socket.getInputStream().read() >= 0) {
          // until the other side has gone
        }
      }
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : connections) {
      socket.close();
    }
  }

  private void accept(Manners manners) {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        connections.add(socket);
        Thread.ofVirtual().start(() -> serve(socket, manners));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket, Manners manners) {
    try {
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      List<String> head = new ArrayList<>();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        head.add(line);
      }
      requests.add(List.copyOf(head));
      manners.answer(head, socket.getOutputStream());
      socket.shutdownOutput();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | UncheckedIOException | UnsupportedOperationException e) {
      // the client went away, as some of them should
    }
  }
}
