package slipway.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * Answers as a Kubo node, a pinning service and an upload address do, as far as their published
 * interfaces are used here.
 */
final class StandIn implements AutoCloseable {
  private final HttpServer server;

  /** Method, path, query and bytes of the body, in order. */
  final List<String> asked = new ArrayList<>();

  final List<String> authorizations = new ArrayList<>();
  final Set<String> blocks = new HashSet<>();
  final Set<String> pins = new HashSet<>();
  final Queue<Integer> statuses = new ArrayDeque<>();
  final Queue<String> pinStatuses = new ArrayDeque<>();
  byte[] lastBody = new byte[0];
  String lastType = "";
  int imports;

  StandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    URI uri = exchange.getRequestURI();
    asked.add(exchange.getRequestMethod() + " " + uri);
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    lastBody = body;
    lastType = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    Integer status = statuses.poll();
    if (status != null && status != 200) {
      answer(exchange, status, "{\"Message\":\"told to fail\",\"Code\":0,\"Type\":\"error\"}");
      return;
    }
    switch (uri.getPath()) {
      case "/api/v0/dag/import" -> {
        imports++;
        readCar(body);
        answer(exchange, 200, ""); // without pinned roots it says nothing
      }
      case "/api/v0/pin/add" -> {
        String cid = uri.getQuery().replaceFirst(".*arg=", "");
        pins.add(cid);
        answer(exchange, 200, "{\"Progress\":1}\n{\"Pins\":[\"" + cid + "\"]}\n");
      }
      case "/pinata/pinning/pinFileToIPFS" -> {
        String form = new String(body, ISO_8859_1);
        int begin = form.indexOf("\r\n\r\n", form.indexOf("name=\"file\"")) + 4;
        int end = form.lastIndexOf("\r\n--");
        answer(exchange, 200, taken(java.util.Arrays.copyOfRange(body, begin, end)));
      }
      case "/pinata/pinning/pinJSONToIPFS" -> answer(exchange, 200, taken(body));
      case "/api/v0/id" ->
          answer(exchange, 200, "{\"ID\":\"x\",\"Addresses\":[\"/ip4/1.2.3.4/p2p/x\"]}");
      default -> {
        String state = pinStatuses.isEmpty() ? "pinned" : pinStatuses.poll();
        answer(exchange, 202, "{\"requestid\":\"r1\",\"status\":\"" + state + "\"}");
      }
    }
  }

  private static String taken(byte[] bytes) throws IOException {
    return "{\"IpfsHash\":\"%s\",\"PinSize\":%d}"
        .formatted(slipway.storage.ipfs.FileBlocks.of(bytes).root().text(), bytes.length);
  }

  /** Takes the form and the archive in it apart. */
  private void readCar(byte[] form) throws IOException {
    String text = new String(form, ISO_8859_1);
    int begin = text.indexOf("\r\n\r\n") + 4;
    int end = text.lastIndexOf("\r\n--");
    InputStream car = new ByteArrayInputStream(form, begin, end - begin);
    car.skipNBytes(varint(car));
    for (int length = varint(car); length >= 0; length = varint(car)) {
      byte[] section = car.readNBytes(length);
      if (section.length != length) {
        throw new IOException("cut");
      }
      byte[] data = java.util.Arrays.copyOfRange(section, 36, length);
      boolean isLeaf = section[1] == 0x55;
      blocks.add(nameOf(isLeaf, data));
    }
  }

  private static String nameOf(boolean isLeaf, byte[] block) {
    try {
      byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(block);
      return (isLeaf ? "leaf " : "node ") + java.util.HexFormat.of().formatHex(hash);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int varint(InputStream in) throws IOException {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.read();
      if (next < 0) {
        return -1;
      }
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
