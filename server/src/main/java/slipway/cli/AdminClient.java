package slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import slipway.json.Json;
import slipway.json.JsonException;
import slipway.json.JsonValue;

/** Speaks to the addresses below {@code /admin}. */
final class AdminClient {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String base;
  private final String key;
  private final HttpClient http;

  /**
   * A client of one server.
   *
   * @param trusted a certificate that is believed although nobody vouches for it
   */
  AdminClient(String base, String key, Optional<Path> trusted) throws IOException {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5));
    if (trusted.isPresent() && Files.isReadable(trusted.get())) {
      client.sslContext(TrustedCertificate.only(trusted.get()));
    }
    this.http = client.build();
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.key = key;
  }

  /** What the server says no with. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status, String body) {
      super("the server answered " + status + ": " + sentence(body));
      this.status = status;
    }

    /** Whether it may say yes a little later. */
    boolean passes() {
      return status == 429 || status >= 500;
    }

    private static String sentence(String body) {
      try {
        return Json.tree(body) instanceof JsonValue.JsonObject object
            ? object.object("error").flatMap(error -> error.string("message")).orElse(body)
            : body;
      } catch (JsonException noJson) {
        return body;
      }
    }
  }

  JsonValue.JsonObject get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  JsonValue.JsonObject post(String path, Object body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body))));
  }

  HttpClient http() {
    return http;
  }

  /** A request with the key, to be finished. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key);
  }

  private JsonValue.JsonObject send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> response;
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (java.net.ConnectException e) {
      throw new IOException("no server answers at " + base + "; is it running?", e);
    }
    if (response.statusCode() / 100 != 2) {
      throw new Refused(response.statusCode(), response.body());
    }
    if (Json.tree(response.body()) instanceof JsonValue.JsonObject object) {
      return object;
    }
    throw new Refused(response.statusCode(), "something that is no JSON object");
  }
}
