package slipway.api.livepeer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.http.AccessListener;
import slipway.http.HttpServer;
import slipway.http.HttpSettings;
import slipway.http.Site;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.SettableClock;

/** The same dialect over a socket: what only a socket can show. */
class LivepeerContractTest {
  private final LivepeerHouse house = new LivepeerHouse();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server = start();

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  @DisplayName("LP-31, LP-94, LP-116, LP-117 the main flow")
  void mainFlow() throws Exception {
    HttpResponse<String> requested =
        send("POST", "/api/asset/request-upload", "{\"name\":\"over a socket\"}");
    assertThat(requested.statusCode()).isEqualTo(200);
    JsonObject answer = (JsonObject) Json.tree(requested.body());
    JsonObject asset = answer.object("asset").orElseThrow();

    HttpResponse<String> read = send("GET", "/api/asset/" + asset.string("id").orElseThrow(), "");
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.headers().firstValue("Content-Type"))
        .contains("application/json; charset=utf-8");
    assertThat(Json.tree(read.body())).isEqualTo(asset);
    String task = answer.object("task").flatMap(t -> t.string("id")).orElseThrow();
    assertThat(send("GET", "/api/task/" + task, "").statusCode()).isEqualTo(200);
    assertThat(
            send("GET", "/api/playback/" + asset.string("playbackId").orElseThrow(), "")
                .statusCode())
        .isEqualTo(422);
    HttpResponse<String> deleted =
        send("DELETE", "/api/asset/" + asset.string("id").orElseThrow(), "");
    assertThat(deleted.statusCode()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();
  }

  @Test
  @DisplayName("LP-07, LP-05 a large and a broken body, and the connection lives on for the next")
  void badBodies() throws Exception {
    String large = "{\"name\":\"" + "x".repeat(200_000) + "\"}";

    assertThat(send("POST", "/api/asset/request-upload", large).statusCode()).isEqualTo(413);
    assertThat(send("POST", "/api/asset/request-upload", "{").statusCode()).isEqualTo(400);
    assertThat(send("GET", "/api/asset", "").body()).isEqualTo("[]");
  }

  @Test
  @DisplayName("LP-13 HEAD has the headers of GET and no content")
  void head() throws Exception {
    HttpResponse<String> head = send("HEAD", "/api/asset", "");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Length")).contains("2");
    assertThat(head.body()).isEmpty();
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    var publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, publisher)
            .header("Authorization", "Bearer " + house.key)
            .header("Content-Type", "application/json")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpServer start() {
    try {
      return HttpServer.start(
          HttpSettings.defaults().listeningOn("127.0.0.1", 0),
          Site.of(house.area),
          new SettableClock(),
          () -> "request",
          AccessListener.NONE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
