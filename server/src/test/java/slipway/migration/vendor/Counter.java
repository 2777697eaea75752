package slipway.migration.vendor;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import slipway.config.Secret;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingSettings;
import slipway.outgoing.Resolver;

/** A vendor's counter: hands out prepared answers in order, and notes what it was asked. */
final class Counter implements AutoCloseable {
  private final HttpServer server;
  private final Outgoing outgoing;
  private final Deque<Prepared> answers = new ArrayDeque<>();

  /** Method, path with query, and body of each request. */
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  final List<String> keys = Collections.synchronizedList(new ArrayList<>());

  /** How long somebody waited between tries. */
  final List<Duration> waits = new ArrayList<>();

  private record Prepared(int status, String retryAfter, String body) {}

  Counter() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
          keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
          Prepared answer;
          synchronized (answers) {
            answer = answers.isEmpty() ? new Prepared(500, "", "") : answers.remove();
          }
          if (!answer.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
          }
          byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
          exchange.getResponseBody().write(text);
          exchange.close();
        });
    server.start();
    outgoing =
        new Outgoing(
            new OutgoingSettings(
                /* allowPrivateTargets= */ true,
                List.of(),
                /* connectTimeout= */ Duration.ofSeconds(10),
                /* idleTimeout= */ Duration.ofSeconds(30)),
            Resolver.system());
  }

  Counter answers(String body) {
    return answers(200, "", body);
  }

  Counter answers(int status, String retryAfter, String body) {
    synchronized (answers) {
      answers.add(new Prepared(status, retryAfter, body));
    }
    return this;
  }

  VendorApi api() {
    return new VendorApi(outgoing, "Vendor", base(), new Secret("Bearer very-secret"), waits::add);
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/base/");
  }

  @Override
  public void close() {
    outgoing.close();
    server.stop(0);
  }
}
