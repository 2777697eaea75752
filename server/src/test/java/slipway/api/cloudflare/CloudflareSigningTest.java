package slipway.api.cloudflare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static slipway.testing.SettableClock.START;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.access.Gate;
import slipway.core.access.MayWatch;
import slipway.core.access.Proof;
import slipway.core.access.Protections;
import slipway.core.access.SigningKey;
import slipway.core.access.Use;
import slipway.core.access.Verdict;
import slipway.core.access.Viewer;
import slipway.core.policy.Policy;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.http.Request;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Rs256;
import slipway.tokens.JoseTokens;

/** Keys and tokens (section 10 of the contract). */
class CloudflareSigningTest {
  private static final long NOW = START.getEpochSecond();

  private final CloudflareHouse house = new CloudflareHouse();
  private final Video video =
      house
          .elsewhere(
              "closed",
              new Wishes(
                  new Policy(Policy.Kind.TOKEN, null, null, null, List.of()),
                  null,
                  null,
                  false,
                  false,
                  null,
                  null,
                  null))
          .video();
  private final String path = "/" + CloudflareIds.uid(video.id());

  private Verdict watch(String token) {
    return watch(token, Use.WATCH);
  }

  private Verdict watch(String token, Use use) {
    return new MayWatch(
            house.desk.keys, new JoseTokens(), Gate.closed(), Protections.none(), house.clock)
        .decide(
            video,
            new Viewer(
                List.of(new Proof.Token(token)),
                null,
                false,
                java.net.InetAddress.ofLiteral("8.8.8.8"),
                null,
                "http://x/",
                java.util.Map.of()),
            use);
  }

  private static final Verdict YES = new Verdict.Allowed(false);

  private static JsonObject payload(String token) {
    return (JsonObject)
        Json.tree(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8));
  }

  private String claims() {
    return "\"sub\":\"%s\",\"exp\":%d".formatted(CloudflareIds.uid(video.id()), NOW + 600);
  }

  @Test
  @DisplayName("CF-101 a key comes as PKCS#1 in PEM and as JWK, and both sign what opens")
  void createdKey() throws Exception {
    var answer = house.send(house.request("POST", house.path("/keys")));
    assertThat(answer.status()).isEqualTo(200);
    JsonObject key = answer.result();
    String id = key.string("id").orElseThrow();
    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(key.string("created")).isPresent();

    String pem = new String(Base64.getDecoder().decode(key.string("pem").orElseThrow()), UTF_8);
    assertThat(pem).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
    assertThat(watch(Rs256.token(privateKey(pem), id, claims()))).isEqualTo(YES);

    JsonObject jwk =
        (JsonObject)
            Json.tree(
                new String(Base64.getDecoder().decode(key.string("jwk").orElseThrow()), UTF_8));
    assertThat(jwk.members().keySet())
        .containsExactly("use", "kty", "kid", "alg", "n", "e", "d", "p", "q", "dp", "dq", "qi");
    assertThat(jwk.string("kid")).contains(id);
    assertThat(jwk.string("alg")).contains("RS256");
    PrivateKey other =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new RSAPrivateKeySpec(number(jwk, "n"), number(jwk, "d")));
    assertThat(number(jwk, "n").bitLength()).isEqualTo(2048);
    assertThat(watch(Rs256.token(other, id, claims()))).isEqualTo(YES);
    assertThat(house.desk.keys.byId(id).orElseThrow().privateKey()).as("kept nowhere").isNull();
  }

  private static BigInteger number(JsonObject jwk, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.string(name).orElseThrow()));
  }

  /** As a customer's code would: PKCS#1 wrapped into the PKCS#8 that the JDK reads. */
  private static PrivateKey privateKey(String pem) throws Exception {
    byte[] inner = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "").strip());
    byte[] head = Base64.getDecoder().decode("MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKg=");
    byte[] der = new byte[head.length + inner.length];
    System.arraycopy(head, 0, der, 0, head.length);
    System.arraycopy(inner, 0, der, head.length, inner.length);
    length(der, 2, der.length - 4);
    length(der, head.length - 2, inner.length);
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private static void length(byte[] der, int at, int length) {
    der[at] = (byte) (length >> 8);
    der[at + 1] = (byte) length;
  }

  @Test
  @DisplayName("CF-102 keys are listed without secrets, and revoked with all their tokens")
  void listedAndRevoked() throws Exception {
    JsonObject made = house.post("/keys", "{}").result();
    String id = made.string("id").orElseThrow();
    String pem = new String(Base64.getDecoder().decode(made.string("pem").orElseThrow()), UTF_8);
    String token = Rs256.token(privateKey(pem), id, claims());
    assertThat(watch(token)).isEqualTo(YES);

    List<JsonValue> listed = house.get("/keys").results();
    assertThat(listed).hasSize(1);
    assertThat(((JsonObject) listed.getFirst()).members().keySet())
        .containsExactlyInAnyOrder("id", "key_id", "created");

    var deleted = house.delete("/keys/" + id);
    assertThat(deleted.json().string("result")).contains("Revoked");
    assertThat(house.get("/keys").results()).isEmpty();
    assertThat(watch(token)).isEqualTo(Verdict.refused(Verdict.Why.BAD_PROOF));
    assertThat(house.delete("/keys/" + id).status()).isEqualTo(404);
  }

  @Test
  @DisplayName("CF-102 no more than a thousand keys")
  void tooManyKeys() {
    IntStream.range(0, 1000)
        .forEach(n ->
            house.desk.keys.add(
                new SigningKey(
                    "k" + n,
                    house.account.number(),
                    "k",
                    CloudflareRoutes.DOOR,
                    SigningKey.Algorithm.RS256,
                    "public" + n,
                    null,
                    false,
                    START,
                    null,
                    null)));
    var answer = house.post("/keys", "");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("at most 1000 keys");
  }

  @Test
  @DisplayName("REL-88 another account's keys and videos are unknown here")
  void strangers() {
    String id = house.post("/keys", "").result().string("id").orElseThrow();
    String strange = "/client/v4/accounts/" + house.stranger.accountId() + "/stream";
    for (String[] call :
        new String[][] {
          {"DELETE", "/keys/" + id},
          {"POST", path + "/token"},
          {"POST", path + "/downloads"},
          {"GET", path + "/downloads"},
          {"DELETE", path + "/downloads/default"},
          {"GET", path + "/captions"},
          {"GET", path + "/captions/en"},
          {"GET", path + "/captions/en/vtt"},
          {"DELETE", path + "/captions/en"},
          {"POST", path + "/captions/en/generate"}
        }) {
      var answer =
          house.send(
              Request.to(call[0], strange + call[1])
                  .header("Authorization", "Bearer " + house.strangersKey));
      assertThat(answer.status()).as(call[1]).isEqualTo(404);
      assertThat(answer.error()).isEqualTo("10003 Not Found");
    }
    assertThat(house.get("/keys").results()).hasSize(1);
  }

  @ParameterizedTest
  @DisplayName("CF-103, CF-104, CF-105 a token for an hour, whatever stands for nothing is sent")
  @ValueSource(strings = {"", "{}", "{\"id\":\"\",\"pem\":\"\",\"flags\":{\"original\":true}}"})
  void tokenByDefault(String body) {
    String token = house.post(path + "/token", body).result().string("token").orElseThrow();
    JsonObject claims = payload(token);
    assertThat(claims.string("sub")).contains(CloudflareIds.uid(video.id()));
    assertThat(claims.number("exp").orElseThrow().longValue()).isEqualTo(NOW + 3600);
    assertThat(claims.number("nbf").orElseThrow().longValue()).isEqualTo(NOW - 3600);
    JsonObject header =
        (JsonObject)
            Json.tree(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]), UTF_8));
    assertThat(header.string("alg")).contains("RS256");
    assertThat(header.string("kid")).isEqualTo(claims.string("kid"));
    assertThat(watch(token)).isEqualTo(YES);
    assertThat(watch(token, Use.TAKE)).isEqualTo(Verdict.refused(Verdict.Why.NOT_DOWNLOADABLE));
    assertThat(house.get("/keys").results()).as("the house's own is not shown").isEmpty();
  }

  @Test
  @DisplayName("CF-103, CF-110, CF-111 what a token is asked to say")
  void tokenWithWishes() {
    String token =
        house
            .post(
                path + "/token",
                """
                {"exp": %d, "nbf": "%d", "downloadable": true, "accessRules": [
                  {"type": "ip.geoip.country", "action": "allow", "country": ["us", "MX"]},
                  {"type": "ip.src", "action": "allow", "ip": ["93.184.216.0/24", "2400:cb00::/32"]},
                  {"type": "any", "action": "block"}]}
                """
                    .formatted(NOW + 86_400, NOW - 5))
            .result()
            .string("token")
            .orElseThrow();
    assertThat(payload(token).elements("accessRules").orElseThrow()).hasSize(3);
    assertThat(watch(token)).isEqualTo(Verdict.refused(Verdict.Why.BLOCKED));
    house.clock.advance(java.time.Duration.ofHours(23));
    String open =
        house
            .post(path + "/token", "{\"downloadable\":true}")
            .result()
            .string("token")
            .orElseThrow();
    assertThat(watch(open, Use.TAKE)).isEqualTo(YES);
  }

  @Test
  @DisplayName("CF-103 a token signed with the caller's key, which it brings")
  void tokenWithOwnKey() {
    JsonObject key = house.post("/keys", "").result();
    String id = key.string("id").orElseThrow();
    String pem = key.string("pem").orElseThrow();
    String body = "{\"id\":\"%s\",\"pem\":\"%s\"}";
    String token =
        house.post(path + "/token", body.formatted(id, pem)).result().string("token").orElseThrow();
    assertThat(payload(token).string("kid")).contains(id);
    assertThat(watch(token)).isEqualTo(YES);

    String other = house.post("/keys", "").result().string("pem").orElseThrow();
    assertThat(house.post(path + "/token", body.formatted(id, other)).status()).isEqualTo(400);
    assertThat(house.post(path + "/token", body.formatted("none", pem)).status()).isEqualTo(400);
    for (String broken : List.of("AAAA", "%%%", pem.substring(0, pem.length() / 2), "-----")) {
      assertThat(house.post(path + "/token", body.formatted(id, broken)).status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @DisplayName("CF-103, CF-104, CF-111 what a token cannot say is 400")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"exp\": %+86460}|at most 24 hours",
        "{\"exp\": \"soon\"}|seconds since 1970",
        "{\"exp\": -1}|seconds since 1970",
        "{\"exp\": 1e99}|seconds since 1970",
        "{\"id\": \"x\"}|go together",
        "{\"pem\": \"x\"}|go together",
        "{\"accessRules\": {}}|an array",
        "{\"accessRules\": [1]}|objects",
        "{\"accessRules\": [{\"type\":\"any\"}]}|allow and block",
        "{\"accessRules\": [{\"type\":\"moon\",\"action\":\"allow\"}]}|types any",
        "{\"accessRules\": [{\"type\":\"ip.src\",\"action\":\"allow\"}]}|1 to 100",
        "{\"accessRules\":"
            + " [{\"type\":\"ip.src\",\"action\":\"allow\",\"ip\":[\"a.com\"]}]}|addresses",
        "{\"accessRules\":"
            + " [{\"type\":\"ip.src\",\"action\":\"allow\",\"ip\":[\"1.2.3.0/33\"]}]}|addresses",
        "{\"accessRules\":"
            + " [{\"type\":\"ip.geoip.country\",\"action\":\"allow\",\"country\":[\"USA\"]}]}|two"
            + " letters",
        "{\"accessRules\":"
            + " [{\"type\":\"ip.geoip.country\",\"action\":\"allow\",\"country\":[7]}]}|strings",
        "{\"accessRules\": [#,#,#,#,#,#]}|at most 5",
        "[]|must be an object",
        "{|line 1",
      })
  void badTokens(String body, String message) {
    String sent =
        body.replace("%+86460", Long.toString(NOW + 86_460))
            .replace("#", "{\"type\":\"any\",\"action\":\"allow\"}");
    var answer = house.post(path + "/token", sent);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("10005 Bad Request");
    assertThat(answer.message()).contains(message);
  }
}
