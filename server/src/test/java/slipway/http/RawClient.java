package slipway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HexFormat;

/** A client that sends exactly the bytes a test gives it and reads answers one by one. */
final class RawClient implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  RawClient(int port) throws IOException {
    this(port, new Socket());
  }

  /** One whose kernel takes only so many bytes before they are read. */
  static RawClient narrow(int port, int receiveBuffer) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(receiveBuffer);
    return new RawClient(port, socket);
  }

  private RawClient(int port, Socket unconnected) throws IOException {
    socket = unconnected;
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(60_000);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** One answer as it came over the wire; each character of the text is one byte. */
  record Answer(String statusLine, Headers headers, String text) {
    int status() {
      return Integer.parseInt(statusLine.split(" ", 3)[1]);
    }

    String header(String name) {
      return headers.first(name).orElse("");
    }
  }

  Socket socket() {
    return socket;
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Sends a head line by line, ended by CRLF and an empty line. */
  RawClient head(String... lines) throws IOException {
    return send(String.join("\r\n", lines) + "\r\n\r\n");
  }

  /** The next answer to a request other than HEAD. */
  Answer read() throws IOException {
    return read(false);
  }

  /** The next answer to a HEAD. */
  Answer readHead() throws IOException {
    return read(true);
  }

  /** Whether the server ended the connection, with nothing before the end. */
  boolean isEnded() throws IOException {
    return in.read() < 0;
  }

  /** Whether the server ends the connection, whatever it says before; false after the time-out. */
  boolean isClosed() throws IOException {
    try {
      while (in.read() >= 0) {}
      return true;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  private Answer read(boolean isHead) throws IOException {
    String statusLine = line();
    var fields = new ArrayList<Headers.Field>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      fields.add(new Headers.Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    Headers headers = Headers.of(fields);
    int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
    boolean bare = isHead || status < 200 || status == 204 || status == 304;
    return new Answer(statusLine, headers, bare ? "" : new String(content(headers), ISO_8859_1));
  }

  private byte[] content(Headers headers) throws IOException {
    if (headers.first("Transfer-Encoding").orElse("").equals("chunked")) {
      var all = new ByteArrayOutputStream();
      while (true) {
        int size = HexFormat.fromHexDigits(line());
        all.writeBytes(exactly(size));
        line();
        if (size == 0) {
          return all.toByteArray();
        }
      }
    }
    var length = headers.first("Content-Length");
    return length.isPresent() ? exactly(Integer.parseInt(length.get())) : in.readAllBytes();
  }

  private byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("only " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("the connection ended after '" + line + "'");
      }
      if (b == '\n') {
        return line.toString(ISO_8859_1).stripTrailing();
      }
      line.write(b);
    }
  }

  /** Goes away in an orderly manner (FIN). */
  void leave() throws IOException {
    socket.close();
  }

  /** Goes away rudely (RST). */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
