package slipway.api.livepeer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.http.Request;
import slipway.json.JsonValue.JsonObject;

class LivepeerSigningKeysTest {
  private static final String KEYS = "/api/access-control/signing-key";

  private final LivepeerHouse house = new LivepeerHouse();

  @Test
  @DisplayName("LP-145, LP-146 made without a body, 200, both halves as base64 of PEM")
  void make() {
    LivepeerHouse.Answer answer =
        house.send(house.request("POST", KEYS).header("Content-Length", "0"));
    assertThat(answer.status()).isEqualTo(200);
    JsonObject key = answer.json();
    assertThat(key.string("name")).contains("Signing Key 1");
    assertThat(pem(key, "publicKey"))
        .startsWith("-----BEGIN PUBLIC KEY-----\n")
        .endsWith("-----END PUBLIC KEY-----\n");
    assertThat(pem(key, "privateKey"))
        .startsWith("-----BEGIN PRIVATE KEY-----\n")
        .endsWith("-----END PRIVATE KEY-----\n");
    assertThat(key.string("userId")).contains(house.account.userId().toString());
    assertThat(key.string("projectId")).contains(house.account.projectId().toString());
  }

  @Test
  @DisplayName("LP-145 the private half is told only once")
  void readAgain() {
    String id = made("first");
    assertThat(house.get(KEYS + "/" + id).json().string("privateKey")).isEmpty();
    assertThat(house.get(KEYS).list())
        .singleElement()
        .satisfies(key -> {
          assertThat(((JsonObject) key).string("id")).contains(id);
          assertThat(((JsonObject) key).string("privateKey")).isEmpty();
        });
  }

  @Test
  @DisplayName("LP-148 renamed, switched off and taken back with 204; then it is not found")
  void changeAndDelete() {
    String one = KEYS + "/" + made("first");
    assertThat(house.patch(one, "{\"name\":\"second\",\"disabled\":true}").status()).isEqualTo(204);
    JsonObject key = house.get(one).json();
    assertThat(key.string("name")).contains("second");
    assertThat(key.isTrue("disabled")).isTrue();
    assertThat(house.patch(one, "{\"x\":1}").status()).isEqualTo(422);
    assertThat(house.delete(one).status()).isEqualTo(204);
    assertThat(house.get(one).status()).isEqualTo(404);
    assertThat(house.delete(one).error()).isEqualTo("not found");
    assertThat(house.get(KEYS + "/nonsense").error()).isEqualTo("not found");
  }

  @Test
  @DisplayName("LP-148, LP-24 another account's key does not exist, whatever is asked of it")
  void foreign() {
    String one = KEYS + "/" + made("first");
    assertThat(house.getAs(house.strangersKey, one).error()).isEqualTo("not found");
    assertThat(house.getAs(house.strangersKey, KEYS).list()).isEmpty();
    for (String method : new String[] {"PATCH", "DELETE"}) {
      LivepeerHouse.Answer answer =
          house.send(
              Request.to(method, one)
                  .header("Authorization", "Bearer " + house.strangersKey)
                  .header("Content-Type", "application/json")
                  .body("{\"disabled\":true}".getBytes(StandardCharsets.UTF_8)));
      assertThat(answer.status()).as(method).isEqualTo(404);
      assertThat(answer.error()).isEqualTo("not found");
    }
    assertThat(house.get(one).json().isTrue("disabled")).isFalse();
  }

  @Test
  @DisplayName("LP-147 ten at most, then 403")
  void limit() {
    for (int i = 0; i < 10; i++) {
      made("key " + i);
    }
    LivepeerHouse.Answer eleventh = house.post(KEYS, "{}");
    assertThat(eleventh.status()).isEqualTo(403);
    assertThat(eleventh.error())
        .isEqualTo("user can only have up to 10 signing keys, delete some first");
  }

  @Test
  @DisplayName("LP-148, LP-98, LP-99, LP-100 filtered, ordered, counted")
  void lists() {
    made("alpha");
    made("beta");
    assertThat(
            house.get(KEYS + "?order=name-true&limit=1&count=1").headers().first("X-Total-Count"))
        .contains("2");
    assertThat(house.get(KEYS + "?order=name-true&limit=1").list())
        .extracting(key -> ((JsonObject) key).string("name").orElseThrow())
        .containsExactly("beta");
    assertThat(
            house
                .get(KEYS + "?filters=%5B%7B%22id%22%3A%22name%22%2C%22value%22%3A%22ALP%22%7D%5D")
                .list())
        .hasSize(1);
  }

  private String made(String name) {
    return house.post(KEYS, "{\"name\":\"" + name + "\"}").json().string("id").orElseThrow();
  }

  private static String pem(JsonObject key, String name) {
    return new String(
        Base64.getDecoder().decode(key.string(name).orElseThrow()), StandardCharsets.US_ASCII);
  }
}
