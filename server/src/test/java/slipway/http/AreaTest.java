package slipway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routing, refusals, failures and CORS, without a socket. */
class AreaTest {

  private static final Handler WHERE =
      request -> Response.text(200, request.method() + " " + request.route());

  private final Routes api =
      new Routes()
          .get("/asset", WHERE)
          .post("/asset/request-upload", WHERE)
          .get("/asset/{id}", request -> Response.text(200, "asset " + request.parameter("id")))
          .patch("/asset/{id}", WHERE)
          .get("/hls/{id}/{rest...}", ContentOf::rest)
          .options("/tus", _ -> Response.of(200).with("Tus-Version", "1.0.0"));

  /** Shows the parameters of a route with a rest. */
  private static final class ContentOf {
    static Response rest(Request request) {
      return Response.text(200, request.parameter("id") + ":" + request.parameter("rest"));
    }
  }

  private final CorsPolicy cors =
      new CorsPolicy(
          (_, origin) -> !origin.contains("evil"),
          List.of("GET", "POST"),
          List.of("Tus-Resumable"),
          List.of("Location", "Upload-Offset"),
          true,
          Duration.ofDays(1),
          204,
          true);

  private static String text(Response response) throws Exception {
    return new String(response.content().toBytes(), StandardCharsets.UTF_8);
  }

  private static String call(Handler handler, String method, String target) throws Exception {
    Response response = handler.handle(Request.to(method, target).build());
    return (response.status() + " " + text(response)).strip();
  }

  @ParameterizedTest
  @DisplayName("every answer of an area is completed, whoever gave it")
  @CsvSource({"GET, /at", "GET, /nowhere", "PUT, /at", "OPTIONS, /at", "GET, /fails"})
  void completion(String method, String path) {
    Routes routes =
        new Routes()
            .get("/at", WHERE)
            .get(
                "/fails",
                _ -> {
                  throw new IllegalStateException("on purpose");
                });
    Area area =
        Area.at("/", routes)
            .onError((_, _) -> Response.of(500))
            .completing((request, answer) -> answer.with("Answers", request.path().raw()));

    Response answer = area.handle(Request.to(method, path).build());

    assertThat(answer.headers().first("Answers")).contains(path);
  }

  @ParameterizedTest
  @DisplayName("LP-01 LP-04 LP-13 TUS-08 TUS-13: paths find their routes")
  @CsvSource({
    "GET, /api/asset, 200 GET /api/asset",
    "GET, /api/asset/, 200 GET /api/asset",
    "GET, //api//asset, 200 GET /api/asset",
    "GET, /API/Asset, 200 GET /api/asset",
    "HEAD, /api/asset, 200 HEAD /api/asset",
    "GET, /api/asset/7, 200 asset 7",
    "GET, /api/asset/AbC, 200 asset AbC",
    "GET, /api/asset/a%20b%2B, 200 asset a b+",
    "GET, /api/asset/a+b, 200 asset a+b",
    "GET, /api/asset/%E2%82%AC, 200 asset €",
    "GET, /api/asset/request-upload, 200 asset request-upload",
    "POST, /api/asset/request-upload, 200 POST /api/asset/request-upload",
    "PATCH, /api/asset/7?x=/y, 200 PATCH /api/asset/{id}",
    "GET, /api/hls/7/a/b.ts, 200 7:a/b.ts",
    "GET, /api/hls/7, 200 7:",
    "GET, /api/asset/a%2fb, 404 not found",
    "GET, /api/asset/.., 404 not found",
    "GET, /api/asset/%2e%2e, 404 not found",
    "GET, /api/asset/%00, 404 not found",
    "GET, /api/asset/%0d%0a, 404 not found",
    "GET, /api/asset/%, 404 not found",
    "GET, /api/asset/%zz, 404 not found",
    "GET, /api/asset/%ff, 404 not found",
    "GET, /api/asset/%252e%252e, 200 asset %2e%2e",
    "GET, /api/nothing, 404 not found",
    "GET, /apis, 404 not found",
    "DELETE, /api/asset/7, 405 method not allowed",
    "OPTIONS, /api/asset/7, 204",
    "OPTIONS, /api/tus, 200",
    "get, /api/asset, 405 method not allowed",
  })
  void route(String method, String target, String expected) throws Exception {
    Site site = Site.of(Area.at("/api", api).ignoringCase());
    assertThat(call(site, method, target)).isEqualTo(expected);
  }

  @Test
  @DisplayName("the longest prefix wins, the root takes the rest")
  void longestPrefix_wins() throws Exception {
    Site site =
        Site.of(
            Area.at("/", new Routes().get("/{rest...}", _ -> Response.text(200, "root"))),
            Area.at("/api", new Routes().get("/a", _ -> Response.text(200, "api"))),
            Area.at("/api/tus", new Routes().get("/a", _ -> Response.text(200, "tus"))));
    assertThat(call(site, "GET", "/api/tus/a")).isEqualTo("200 tus");
    assertThat(call(site, "GET", "/api/a")).isEqualTo("200 api");
    assertThat(call(site, "GET", "/")).isEqualTo("200 root");
    assertThat(call(site, "GET", "/x/y")).isEqualTo("200 root");
  }

  @Test
  @DisplayName("TUS-11 LP-04: 405 with Allow, or 404 where the dialect wants it")
  void methodRefusal_isTheAreasChoice() throws Exception {
    Request request = Request.to("DELETE", "/api/asset/7").build();
    Response plain = Area.at("/api", api).handle(request);
    assertThat(plain.headers().first("Allow")).contains("GET, PATCH, HEAD");
    Handler notFound = _ -> Response.text(404, "{}");
    Area livepeer =
        Area.at("/api", api)
            .notFound(notFound)
            .methodNotAllowed((refused, _) -> notFound.handle(refused));
    assertThat(livepeer.handle(request).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @DisplayName("TUS-22 TUS-23: the override counts on POST, for three methods, in any letter case")
  @CsvSource({
    "POST, PATCH, 200 PATCH",
    "POST, patch, 200 PATCH",
    "POST, DELETE, 405 method not allowed",
    "POST, PUT, 405 method not allowed",
    "GET, DELETE, 200 GET",
    "GET, PATCH, 200 GET",
  })
  void override(String method, String override, String expected) throws Exception {
    Routes routes =
        new Routes()
            .get("/f", request -> Response.text(200, request.method()))
            .patch("/f", request -> Response.text(200, request.method()));
    Request request = Request.to(method, "/f").header("X-HTTP-Method-Override", override).build();
    Response response = Area.at("/", routes).overridingMethods().handle(request);
    assertThat(response.status() + " " + text(response).strip()).isEqualTo(expected);
    assertThat(Area.at("/", routes).handle(request).status())
        .as("only where the area wants it")
        .isEqualTo(method.equals("GET") ? 200 : 405);
  }

  @Test
  @DisplayName("TUS-13: a harmful path is refused in the manner of its area")
  void harmfulPath_isRefusedByItsArea() throws Exception {
    Area tus = Area.at("/files", new Routes()).notFound(_ -> Response.text(404, "ERR"));
    Site site = Site.of(Area.at("/", new Routes()), tus);
    assertThat(call(site, "GET", "/files/..%2f..%2fetc")).isEqualTo("404 ERR");
    assertThat(call(site, "GET", "/files/../etc")).isEqualTo("404 ERR");
  }

  @Test
  void failure_isRenderedByTheArea() throws Exception {
    Routes routes =
        new Routes()
            .get(
                "/f",
                _ -> {
                  throw new IllegalStateException("why");
                });
    Area area =
        Area.at("/", routes)
            .onError((request, failure) -> Response.text(500, request.id() + failure.getMessage()));
    assertThat(call(area, "GET", "/f")).isEqualTo("500 requestwhy");
  }

  @Test
  void sameRouteTwice_isRefused() {
    assertThatThrownBy(() -> new Routes().get("/a/{x}", WHERE).get("/a/{y}", WHERE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("LP-28 TUS-143 TUS-145: a preflight on any path, without credentials")
  void preflight_isAnswered() throws Exception {
    Area area = Area.at("/api", api).cors(cors);
    for (String path : List.of("/api/asset/7", "/api/nothing", "/api/a%2fb")) {
      Response response =
          area.handle(
              Request.to("OPTIONS", path)
                  .header("Origin", "https://a.example")
                  .header("Access-Control-Request-Method", "PATCH")
                  .header("Access-Control-Request-Headers", "x-mine, tus-resumable,bad header,x-b")
                  .header("Access-Control-Request-Private-Network", "true")
                  .build());
      assertThat(response.status()).isEqualTo(204);
      assertThat(response.headers())
          .isEqualTo(
              Headers.of(
                  "Content-Length", "0",
                  "Vary", "Origin",
                  "Access-Control-Allow-Origin", "https://a.example",
                  "Access-Control-Allow-Credentials", "true",
                  "Access-Control-Expose-Headers", "Location, Upload-Offset",
                  "Access-Control-Allow-Methods", "GET,POST",
                  "Access-Control-Allow-Headers", "Tus-Resumable,x-mine,x-b",
                  "Access-Control-Max-Age", "86400",
                  "Access-Control-Allow-Private-Network", "true"));
    }
  }

  @Test
  @DisplayName("LP-67 TUS-18: an OPTIONS route answers the preflight, the policy adds its fields")
  void preflight_withARoute() throws Exception {
    Response response =
        Area.at("/api", api)
            .cors(cors)
            .handle(
                Request.to("OPTIONS", "/api/tus")
                    .header("Origin", "https://a.example")
                    .header("Access-Control-Request-Method", "POST")
                    .build());
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().first("Tus-Version")).contains("1.0.0");
    assertThat(response.headers().first("Access-Control-Allow-Methods")).contains("GET,POST");
  }

  @Test
  @DisplayName("TUS-56 TUS-147: every answer, errors too, has the fields and Vary")
  void errors_haveTheFields() throws Exception {
    Area area = Area.at("/api", api).cors(cors);
    Response refused =
        area.handle(Request.to("GET", "/api/no").header("Origin", "https://a.example").build());
    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.headers().first("Access-Control-Allow-Origin"))
        .contains("https://a.example");
    assertThat(refused.headers().first("Access-Control-Expose-Headers"))
        .contains("Location, Upload-Offset");
    assertThat(refused.headers().first("Vary")).contains("Origin");
  }

  @Test
  @DisplayName("TUS-149: an origin that is not allowed is served without the fields")
  void strangers_areServedWithoutTheFields() throws Exception {
    Area area = Area.at("/api", api).cors(cors);
    Response stranger =
        area.handle(Request.to("GET", "/api/asset").header("Origin", "https://evil").build());
    assertThat(stranger.status()).isEqualTo(200);
    assertThat(stranger.headers().has("Access-Control-Allow-Origin")).isFalse();
    assertThat(stranger.headers().first("Vary")).contains("Origin");
    Response nobody = area.handle(Request.to("GET", "/api/asset").build());
    assertThat(nobody.headers().has("Access-Control-Allow-Origin")).isFalse();
  }

  @Test
  @DisplayName("LP-29 LP-30: fields that a handler set itself stay, Vary grows")
  void handlersFields_stay() throws Exception {
    Routes routes =
        new Routes()
            .get(
                "/f",
                _ ->
                    Response.of(200)
                        .with("Vary", "Authorization")
                        .with("Access-Control-Expose-Headers", "Tus-Resumable"));
    Response response =
        Area.at("/", routes)
            .cors(cors)
            .handle(Request.to("GET", "/f").header("Origin", "https://a.example").build());
    assertThat(response.headers().all("Access-Control-Expose-Headers"))
        .containsExactly("Tus-Resumable");
    assertThat(response.headers().first("Vary")).contains("Authorization, Origin");
  }

  @Test
  @DisplayName("TUS-150: without CORS also the fields that a handler set itself are gone")
  void handlersFields_goWithoutCors() {
    Routes routes =
        new Routes()
            .get(
                "/f",
                _ ->
                    Response.of(200)
                        .with("access-control-allow-origin", "*")
                        .with("Access-Control-Expose-Headers", "Tus-Resumable")
                        .with("ETag", "\"a\""));
    Response response =
        Area.at("/", routes)
            .cors(cors)
            .withoutCors()
            .handle(Request.to("GET", "/f").header("Origin", "https://a.example").build());
    assertThat(response.headers().fields()).hasSize(1);
    assertThat(response.headers().has("ETag")).isTrue();
  }

  @Test
  void attributes_reachTheCorsRule() throws Exception {
    var allowed = new Attribute<>(String.class);
    Routes routes =
        new Routes()
            .get(
                "/f",
                request -> {
                  request.put(allowed, "https://key.example");
                  return Response.of(200);
                });
    var byKey =
        new CorsPolicy(
            (request, origin) -> request.get(allowed).filter(origin::equals).isPresent(),
            List.of(),
            List.of(),
            List.of(),
            false,
            Duration.ZERO,
            200,
            false);
    Area area = Area.at("/", routes).cors(byKey);
    var request = Request.to("GET", "/f").header("Origin", "https://key.example").build();
    assertThat(area.handle(request).headers().has("Access-Control-Allow-Origin")).isTrue();
  }

  @Test
  @DisplayName("TUS-286: what is logged of a request opens nothing")
  void loggedRequest() {
    assertThat(Request.to("PATCH", "/files/abcdefghijklmnopqrstuv?token=x").build())
        .hasToString("PATCH /files/abcdefgh\u2026");
    assertThat(Request.to("GET", "/api/asset").build()).hasToString("GET /api/asset");
  }

  @Test
  @DisplayName("Of two areas at one prefix the first takes what it calls its own")
  void where_leavesOthersToTheNext() throws Exception {
    Area numbers =
        Area.at("/", new Routes().get("/{id}", _ -> Response.text(200, "number")))
            .where(path -> path.segments().getFirst().matches("[0-9]+"));
    Area words = Area.at("/", new Routes().get("/{id}", _ -> Response.text(200, "word")));
    Site site = Site.of(numbers, words);
    assertThat(call(site, "GET", "/12")).isEqualTo("200 number");
    assertThat(call(site, "GET", "/twelve")).isEqualTo("200 word");
  }
}
