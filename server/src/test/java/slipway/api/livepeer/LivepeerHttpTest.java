package slipway.api.livepeer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.livepeer.LivepeerHouse.Answer;
import slipway.http.Request;

/** Sections 1 and 2 of the contract: conventions, errors, keys, CORS. */
class LivepeerHttpTest {
  private static final String NAMED = "{\"name\":\"a\"}";

  private final LivepeerHouse house = new LivepeerHouse();

  @ParameterizedTest
  @ValueSource(strings = {"/api/asset", "/api/asset/", "/API/Asset", "/api//asset"})
  @DisplayName("LP-01 trailing slash and letter case do not matter")
  void paths_areTolerant(String path) {
    assertThat(house.get(path).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("LP-02, LP-03 JSON with charset; errors as a list of strings")
  void answers_areJson() {
    String json = "application/json; charset=utf-8";

    assertThat(house.get("/api/asset").headers().first("Content-Type")).contains(json);
    Answer error = house.get("/api/asset/unknown");
    assertThat(error.headers().first("Content-Type")).contains(json);
    assertThat(error.body()).isEqualTo("{\"errors\":[\"Asset not found\"]}");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api",
    "GET, /api/nothing",
    "PUT, /api/asset",
    "PUT, /api/asset/1",
    "GET, /api/asset/upload/direct",
    "GET, /api/stream",
    "POST, /api/webhooks"
  })
  @DisplayName("LP-04, LP-56 unknown path or method is 404, never 405")
  void unknown_isNotFound(String method, String path) {
    Answer answer = house.send(house.request(method, path));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("{\"errors\":[\"not found\"]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "nonsense", "{\"name\":\"a\"} x", "null", "\"name\"", "5", "{\"name\":'a'}"})
  @DisplayName("LP-05 a body that is no JSON object is 400")
  void brokenJson_is400(String body) {
    Answer answer = house.post("/api/asset/request-upload", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().elements("errors").orElseThrow()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"})
  @DisplayName("LP-06 another content type counts as an empty body")
  void otherType_countsAsEmpty(String type) {
    Request.Builder request =
        house.request("POST", "/api/asset/request-upload").body(NAMED.getBytes(UTF_8));
    Answer answer = house.send(type.isEmpty() ? request : request.header("Content-Type", type));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error()).contains("must have required property 'name'");
  }

  @Test
  @DisplayName("LP-06 no body at all counts as an empty one")
  void noBody_countsAsEmpty() {
    assertThat(house.post("/api/asset/request-upload", "").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json; charset=utf-8", "APPLICATION/JSON", " application/json ;x"})
  @DisplayName("LP-05 JSON's media type in any spelling")
  void jsonType_inAnySpelling(String type) {
    Answer answer =
        house.send(
            house
                .request("POST", "/api/asset/request-upload")
                .header("Content-Type", type)
                .body(NAMED.getBytes(UTF_8)));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  @DisplayName("LP-07 100 kB fit, one byte more is 413")
  void largeBody_is413() {
    String frame = "{\"name\":\"\"}";
    String fits = "{\"name\":\"" + "x".repeat(100 * 1024 - frame.length()) + "\"}";
    String tooLarge = "{\"name\":\"" + "x".repeat(100 * 1024 - frame.length() + 1) + "\"}";

    assertThat(house.post("/api/asset/request-upload", fits).status()).isEqualTo(200);
    Answer answer = house.post("/api/asset/request-upload", tooLarge);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).isEqualTo("{\"errors\":[\"request entity too large\"]}");
  }

  @Test
  @DisplayName("LP-08 the example of the contract, literally")
  void violation_isAjvsErrorAsText() {
    Answer answer = house.post("/api/asset/request-upload", "{}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body())
        .isEqualTo(
            """
            {"errors":["{\\"instancePath\\":\\"\\",\\"schemaPath\\":\\"#/required\\",\\"keyword\\":\\"required\\",\\"params\\":{\\"missingProperty\\":\\"name\\"},\\"message\\":\\"must have required property 'name'\\"}"]}\
            """);
  }

  @Test
  @DisplayName("LP-09 nothing is coerced, nothing unknown accepted; nothing is made then")
  void violations_makeNothing() {
    assertThat(
            house.post("/api/asset/request-upload", "{\"name\":\"a\",\"c2pa\":\"true\"}").error())
        .contains("must be boolean");
    assertThat(house.post("/api/asset/request-upload", "{\"name\":\"a\",\"x\":1}").error())
        .contains("must NOT have additional properties");
    assertThat(house.get("/api/asset").list()).isEmpty();
    assertThat(house.events.all()).isEmpty();
  }

  @Test
  @DisplayName("LP-12 times are numbers of milliseconds, ids lower-case UUIDs")
  void times_areMilliseconds() {
    house.ticket("a");
    String body = house.get("/api/asset").body();

    assertThat(body)
        .contains("\"createdAt\":1767225600000")
        .contains("\"updatedAt\":1767225600000");
    assertThat(body)
        .containsPattern(
            "\"id\":\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"");
  }

  @Test
  @DisplayName("LP-13 HEAD wherever GET is")
  void head_worksLikeGet() {
    assertThat(house.send(house.request("HEAD", "/api/asset")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer %s", "bearer %s", "BEARER   %s  ", "  Bearer %s"})
  @DisplayName("LP-16 Bearer in any case and spacing")
  void bearer_isTolerant(String format) {
    assertThat(authorized(format.formatted(house.key)).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("LP-17, LP-20 Basic with user and key")
  void basic_needsTheRightUser() {
    assertThat(authorized("Basic " + pair(house.account.userId() + ":" + house.key)).status())
        .isEqualTo(200);
    for (String wrong :
        new String[] {
          pair(house.stranger.userId() + ":" + house.key), pair(house.key), "%%%", ""
        }) {
      Answer answer = authorized("Basic " + wrong);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.error()).isEqualTo("no token found");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer  "})
  @DisplayName("LP-18 no credentials")
  void nothing_isNotAuthenticated(String field) {
    Answer answer = authorized(field);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.error()).isEqualTo("request is not authenticated");
  }

  @Test
  @DisplayName("LP-19 an unknown key is not echoed")
  void unknownKey_isNotEchoed() {
    Answer answer = authorized("Bearer my-secret");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo("{\"errors\":[\"no token found\"]}");
  }

  @Test
  @DisplayName("LP-20 other schemes")
  void otherSchemes_areRefused() {
    assertThat(authorized("Digest abc").status()).isEqualTo(401);
    assertThat(authorized("Digest abc").error())
        .isEqualTo("unsupported authorization header scheme: Digest");
    assertThat(authorized("JWT abc").error()).isEqualTo("jwt malformed");
  }

  @Test
  @DisplayName("LP-21 a suspended account")
  void suspended_isForbidden() {
    var was = house.account;
    house
        .ports
        .accounts()
        .add(
            new slipway.core.account.Account(
                was.number(),
                was.name(),
                was.userId(),
                was.projectId(),
                was.accountId(),
                was.quota(),
                /* suspended= */ true,
                was.createdAt()));
    Answer answer = house.get("/api/asset");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.error()).isEqualTo("user is suspended");
  }

  @Test
  @DisplayName("LP-22 projectId in the query")
  void projectId_isRefused() {
    Answer answer = house.get("/api/asset?projectId=x");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("projectId as query param not supported");
  }

  @Test
  @DisplayName("LP-23 bad credentials are refused on public paths too")
  void publicPath_refusesBadCredentials() {
    String path = "/api/playback/unknown";

    assertThat(house.send(Request.to("GET", path)).status()).isEqualTo(404);
    assertThat(house.send(Request.to("GET", path).header("Authorization", "Bearer x")).status())
        .isEqualTo(401);
  }

  @Test
  @DisplayName("LP-24 another account's things")
  void foreign_isRefusedInItsOwnWay() {
    var ticket = house.ticket("a");

    assertRefused("GET", ticket.assetPath(), 404, "not found");
    assertRefused("DELETE", ticket.assetPath(), 403, "users may only delete their own assets");
    assertRefused(
        "GET", ticket.taskPath(), 403, "user can only request information on their own tasks");
    assertThat(house.get(ticket.assetPath()).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("LP-25 keys of browsers may do little")
  void restrictedKey_mayDoLittle() {
    String key = house.browserKey(false, "https://shop.example");
    var ticket = house.ticket("a");

    assertThat(asBrowser(key, "GET", ticket.assetPath()).status()).isEqualTo(200);
    assertThat(asBrowser(key, "GET", ticket.taskPath()).status()).isEqualTo(200);
    assertThat(asBrowser(key, "POST", "/api/asset/request-upload").status()).isEqualTo(422);
    for (String[] passes :
        new String[][] {
          {"PATCH", ticket.assetPath()},
          {"POST", ticket.assetPath() + "/export"},
          {"POST", "/api/asset/upload/url"}
        }) {
      assertThat(asBrowser(key, passes[0], passes[1]).status())
          .as(passes[1])
          .isNotIn(401, 403, 404);
    }
    for (String[] refused :
        new String[][] {
          {"GET", "/api/asset"},
          {"GET", "/api/task"},
          {"DELETE", ticket.assetPath()},
          {"POST", ticket.assetPath() + "/retry"},
          {"POST", ticket.taskPath() + "/retry"},
          {"GET", "/api/webhook"},
          {"POST", "/api/webhook"},
          {"GET", "/api/access-control/signing-key"},
          {"POST", "/api/access-control/signing-key"}
        }) {
      Answer answer = asBrowser(key, refused[0], refused[1]);
      assertThat(answer.status()).as(refused[1]).isEqualTo(403);
      assertThat(answer.error())
          .isEqualTo("access forbidden for CORS-enabled API key with restricted access");
    }
    String full = house.browserKey(true, "https://shop.example");
    assertThat(asBrowser(full, "GET", "/api/asset").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("LP-26 the origin is checked on our side")
  void origin_isChecked() {
    String listed = house.browserKey(false, "https://shop.example");
    var ticket = house.ticket("a");
    Answer allowed = asBrowser(listed, "GET", ticket.assetPath());
    assertThat(allowed.headers().first("Access-Control-Allow-Origin"))
        .contains("https://shop.example");
    assertThat(allowed.headers().first("Access-Control-Allow-Credentials")).contains("true");

    String elsewhere = house.browserKey(true, "https://other.example");
    for (String key : new String[] {house.key, elsewhere}) {
      Answer answer = asBrowser(key, "GET", ticket.assetPath());
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.error())
          .isEqualTo("credential disallows CORS access from origin https://shop.example");
      assertThat(answer.headers().has("Access-Control-Allow-Origin")).isFalse();
    }
    String everywhere = house.browserKey(false, "*");
    assertThat(asBrowser(everywhere, "GET", ticket.assetPath()).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("LP-26 a page of our own origin makes no cross-origin request")
  void ownOrigin_isNoCors() {
    Answer answer =
        house.send(house.request("GET", "/api/asset").header("Origin", "https://video.example"));

    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/asset", "/api/nothing/here", "/api/playback/x"})
  @DisplayName("LP-28 preflights are answered for anybody, anywhere")
  void preflight_isAnswered(String path) {
    Answer answer =
        house.send(
            Request.to("OPTIONS", path)
                .header("Origin", "https://any.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,x-own"));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers().first("Access-Control-Allow-Origin"))
        .contains("https://any.example");
    assertThat(answer.headers().first("Access-Control-Allow-Methods"))
        .contains("GET,HEAD,PUT,PATCH,POST,DELETE");
    assertThat(answer.headers().first("Access-Control-Allow-Headers"))
        .contains("authorization,x-own");
    assertThat(answer.headers().first("Access-Control-Allow-Credentials")).contains("true");
    assertThat(answer.headers().first("Content-Length")).contains("0");
  }

  @Test
  @DisplayName("LP-29 playback is for every origin; every answer varies and exposes")
  void playback_isForEveryOrigin() {
    Answer answer =
        house.send(Request.to("GET", "/api/playback/x").header("Origin", "https://any.example"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.headers().first("Access-Control-Allow-Origin"))
        .contains("https://any.example");
    for (Answer each : new Answer[] {answer, house.get("/api/asset"), house.get("/api/no")}) {
      assertThat(each.headers().list("Vary")).containsExactly("Authorization", "Origin");
      assertThat(each.headers().first("Access-Control-Expose-Headers")).contains("*");
    }
  }

  private Answer authorized(String field) {
    var request = Request.to("GET", "/api/asset");
    return house.send(field.isEmpty() ? request : request.header("Authorization", field));
  }

  private Answer asBrowser(String key, String method, String path) {
    return house.send(
        Request.to(method, path)
            .header("Authorization", "Bearer " + key)
            .header("Origin", "https://shop.example"));
  }

  private void assertRefused(String method, String path, int status, String error) {
    Answer answer =
        house.send(
            Request.to(method, path).header("Authorization", "Bearer " + house.strangersKey));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.error()).isEqualTo(error);
  }

  private static String pair(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
