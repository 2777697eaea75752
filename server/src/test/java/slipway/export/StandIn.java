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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;

/**
 * Answers as a Kubo node (RPC v0), a pinning service (Pinning Service API 1.0.0), Pinata (its first
 * API) and an upload address do, as far as their published interfaces are used here: with what they
 * demand, what they answer, and how they refuse.
 */
final class StandIn implements AutoCloseable {
  private static final Pattern PART =
      Pattern.compile("Content-Disposition: form-data; name=\"([^\"]+)\"(; filename=\"[^\"]+\")?");

  private final HttpServer server;

  /** Method, path, query and bytes of the body, in order. */
  final List<String> asked = new ArrayList<>();

  final List<String> authorizations = new ArrayList<>();
  final Set<String> blocks = new HashSet<>();
  final Set<String> pins = new HashSet<>();
  final Queue<Integer> statuses = new ArrayDeque<>();
  final Queue<String> pinStatuses = new ArrayDeque<>();
  final Set<String> forgotten = new HashSet<>();
  String details = "";
  boolean breaksOffPins;
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
    if (uri.getPath().startsWith("/api/v0/") && !exchange.getRequestMethod().equals("POST")) {
      answer(exchange, 405, "405 - Method Not Allowed");
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
        if (breaksOffPins) { // why is told in the trailer X-Stream-Error
          answer(exchange, 200, "{\"Progress\":1}\n");
          return;
        }
        pins.add(cid);
        answer(exchange, 200, "{\"Progress\":1}\n{\"Pins\":[\"" + cid + "\"]}\n");
      }
      case "/api/v0/swarm/connect" ->
          answer(exchange, 200, "{\"Strings\":[\"connect 12D3 success\"]}");
      case "/pinata/pinning/pinFileToIPFS", "/pinata/pinning/pinJSONToIPFS" ->
          pinata(exchange, uri, body);
      case "/api/v0/id" ->
          answer(exchange, 200, "{\"ID\":\"x\",\"Addresses\":[\"/ip4/1.2.3.4/p2p/x\"]}");
      case "/psa/pins" -> pin(exchange, "r1", 202);
      case "/psa/pins/r1" -> pin(exchange, "r1", 200);
      default -> answer(exchange, 200, "");
    }
  }

  private void pin(HttpExchange exchange, String id, int status) throws IOException {
    if (!isKnown(exchange, "Bearer token")) {
      answer(exchange, 401, "{\"error\":{\"reason\":\"UNAUTHORIZED\",\"details\":\"no token\"}}");
    } else if (status == 200 && forgotten.remove(id)) {
      answer(
          exchange,
          404,
          "{\"error\":{\"reason\":\"NOT_FOUND\",\"details\":\"The specified resource was not"
              + " found\"}}");
    } else {
      answer(
          exchange,
          status,
          """
          {"requestid":"%s","status":"%s","created":"2026-11-27T12:00:00Z","pin":{"cid":"x"},\
          "delegates":["/ip4/203.0.113.1/tcp/4001/p2p/12D3"],"info":{"status_details":"%s"}}\
          """
              .formatted(id, pinStatuses.isEmpty() ? "pinned" : pinStatuses.poll(), details));
    }
  }

  /** A JWT, or the two headers of older keys. */
  private void pinata(HttpExchange exchange, URI uri, byte[] body) throws IOException {
    boolean older =
        "a".equals(exchange.getRequestHeaders().getFirst("pinata_api_key"))
            && "b".equals(exchange.getRequestHeaders().getFirst("pinata_secret_api_key"));
    if (!older && !isKnown(exchange, "Bearer secret")) {
      answer(
          exchange,
          401,
          "{\"error\":{\"reason\":\"INVALID_CREDENTIALS\","
              + "\"details\":\"Invalid/expired credentials\"}}");
      return;
    }
    if (uri.getPath().endsWith("pinJSONToIPFS")) {
      JsonObject asked = (JsonObject) Json.tree(body);
      boolean whole =
          isNamedAndModern(asked.object("pinataMetadata"), asked.object("pinataOptions"))
              && asked.member("pinataContent").isPresent();
      answer(exchange, whole ? 200 : 400, whole ? taken(body) : "{\"error\":\"Invalid request\"}");
      return;
    }
    Map<String, byte[]> parts = parts(body);
    boolean whole =
        parts.containsKey("file")
            && isNamedAndModern(object(parts, "pinataMetadata"), object(parts, "pinataOptions"));
    answer(
        exchange,
        whole ? 200 : 400,
        whole ? taken(parts.getOrDefault("file", new byte[0])) : "{\"error\":\"Invalid request\"}");
  }

  private static boolean isKnown(HttpExchange exchange, String authorization) {
    return authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private static boolean isNamedAndModern(
      Optional<JsonObject> metadata, Optional<JsonObject> options) {
    return metadata.flatMap(one -> one.string("name")).isPresent()
        && options.flatMap(one -> one.member("cidVersion")).isPresent();
  }

  private static Optional<JsonObject> object(Map<String, byte[]> parts, String name) {
    return Optional.ofNullable(parts.get(name)).map(text -> (JsonObject) Json.tree(text));
  }

  /** The parts of a form by name; a file has a file name, or it is a text (RFC 7578). */
  private Map<String, byte[]> parts(byte[] body) {
    String form = new String(body, ISO_8859_1);
    String boundary = "--" + lastType.replaceFirst(".*boundary=", "");
    Map<String, byte[]> parts = new HashMap<>();
    for (String part : form.split(Pattern.quote(boundary), -1)) {
      Matcher name = PART.matcher(part);
      if (name.find() && name.group(1).equals("file") == (name.group(2) != null)) {
        int begin = part.indexOf("\r\n\r\n") + 4;
        parts.put(name.group(1), part.substring(begin, part.length() - 2).getBytes(ISO_8859_1));
      }
    }
    return parts;
  }

  private static String taken(byte[] bytes) throws IOException {
    return "{\"IpfsHash\":\"%s\",\"PinSize\":%d,\"Timestamp\":\"2026-11-27T12:00:00.000Z\"}"
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
