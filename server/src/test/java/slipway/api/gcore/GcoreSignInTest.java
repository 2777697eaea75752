package slipway.api.gcore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.api.gcore.GcoreHouse.Answer;
import slipway.http.Request;
import slipway.json.JsonValue.JsonArray;

/** Signing in as the mobile apps do. */
final class GcoreSignInTest {
  private static final String LIST = "/streaming/videos?q[status_eq]=3&page=1";

  private final GcoreHouse house = new GcoreHouse();

  @Test
  @DisplayName("GC-170 GC-07 a key as the password gives a pair of tokens, and access opens routes")
  void login() {
    Answer pair = login(house.key);
    assertThat(pair.status()).isEqualTo(200);
    assertThat(bearer(pair.text("access"), LIST).status()).isEqualTo(200);
    assertThat(pair.text("refresh")).isNotEqualTo(pair.text("access"));
  }

  @Test
  @DisplayName("GC-170 bad credentials are 400 with errors")
  void badCredentials() {
    for (String password : List.of("wrong", "")) {
      Answer answer = login(password);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().object("errors").orElseThrow().member("password").orElseThrow())
          .isInstanceOf(JsonArray.class);
    }
  }

  @Test
  @DisplayName("GC-07 GC-09 access lives for an hour; what is expired or invalid is 403")
  void expired() {
    Answer pair = login(house.key);
    house.clock.advance(Duration.ofMinutes(59));
    assertThat(bearer(pair.text("access"), LIST).status()).isEqualTo(200);
    house.clock.advance(Duration.ofMinutes(1));
    Answer answer = bearer(pair.text("access"), LIST);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.number("status")).isEqualTo(403);
    assertThat(bearer("nonsense", LIST).status()).isEqualTo(403);
    assertThat(bearer(pair.text("refresh"), LIST).status()).isEqualTo(403);
    assertThat(bearer(house.key, LIST).status()).isEqualTo(403);
  }

  @Test
  @DisplayName("GC-171 GC-07 a refresh token gives a new pair once within a day; else 401")
  void refresh() {
    Answer pair = login(house.key);
    house.clock.advance(Duration.ofHours(23));
    Answer next = refresh(pair.text("refresh"));
    assertThat(next.status()).isEqualTo(200);
    assertThat(bearer(next.text("access"), LIST).status()).isEqualTo(200);
    assertThat(refresh(pair.text("refresh")).status()).isEqualTo(401);
    assertThat(refresh(next.text("access")).status()).isEqualTo(401);
    assertThat(refresh("nonsense").status()).isEqualTo(401);
    house.clock.advance(Duration.ofHours(24));
    assertThat(refresh(next.text("refresh")).status()).isEqualTo(401);
  }

  @Test
  @DisplayName("GC-172 callers learn their client id, by key and by token")
  void client() {
    Answer byKey = house.get("/iam/clients/me");
    assertThat(byKey.number("id")).isEqualTo(house.account.number());
    assertThat(byKey.json().members().keySet())
        .contains(
            "email",
            "name",
            "status",
            "companyName",
            "users",
            "currentUser",
            "capabilities",
            "deleted",
            "is_test");
    assertThat(bearer(login(house.key).text("access"), "/iam/clients/me").body())
        .isEqualTo(byKey.body());
  }

  @Test
  @DisplayName("GC-09 a token of a key that was taken back opens nothing")
  void keyGone() {
    Answer pair = login(house.key);
    house
        .ports
        .accounts()
        .keysOf(house.account.number())
        .forEach(key -> house.ports.accounts().removeKey(key.id()));
    assertThat(bearer(pair.text("access"), LIST).status()).isEqualTo(403);
    assertThat(refresh(pair.text("refresh")).status()).isEqualTo(401);
  }

  private Answer login(String password) {
    return posted(
        "/iam/auth/jwt/login",
        "{\"username\":\"anna@example.org\",\"password\":\"%s\",\"one_time_password\":\"123456\"}"
            .formatted(password));
  }

  private Answer refresh(String token) {
    return posted("/iam/auth/jwt/refresh", "{\"refresh\":\"" + token + "\"}");
  }

  private Answer posted(String path, String json) {
    return house.send(Request.to("POST", path).body(json.getBytes(UTF_8)));
  }

  private Answer bearer(String token, String path) {
    return house.send(Request.to("GET", path).header("Authorization", "Bearer " + token));
  }
}
