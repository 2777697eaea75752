package slipway.api.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.cloudflare.CloudflareHouse.Answer;
import slipway.core.video.Video;
import slipway.http.Request;
import slipway.json.JsonValue.JsonNull;
import slipway.testing.Samples;

/** Who may call, and how every answer looks (section 1 of the contract). */
class CloudflareAccessTest {
  private final CloudflareHouse house = new CloudflareHouse();
  private final Video video = house.ready("holiday", Samples.FACTS);

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   "})
  @DisplayName("CF-01, CF-03 a bearer in any letter case opens the account in the path")
  void bearer(String scheme) {
    Answer answer =
        house.send(
            Request.to("GET", house.path(video)).header("Authorization", scheme + house.key));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.result().string("uid")).contains(CloudflareIds.uid(video.id()));
  }

  @Test
  @DisplayName("CF-04 e-mail and key as a pair; the key alone is not one")
  void emailAndKey() {
    Request.Builder pair =
        Request.to("GET", house.path(video))
            .header("X-Auth-Email", "a@b.example")
            .header("X-Auth-Key", house.key);
    assertThat(house.send(pair).status()).isEqualTo(200);

    Request.Builder half = Request.to("GET", house.path(video)).header("X-Auth-Key", house.key);
    assertThat(house.send(half).status()).isEqualTo(401);
  }

  @Test
  @DisplayName("CF-05, CF-08 none or an unknown key is 401, another account's is 403; code 10000")
  void refused() {
    Answer none = house.send(Request.to("GET", house.path(video)));
    Answer unknown = house.send(as("nonsense", "GET", house.path(video)));
    Answer foreign = house.send(as(house.strangersKey, "GET", house.path(video)));

    assertThat(none.status()).isEqualTo(401);
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(foreign.status()).isEqualTo(403);
    for (Answer answer : new Answer[] {none, unknown, foreign}) {
      assertThat(answer.error()).isEqualTo("10000 Authentication error");
      assertThat(answer.json().member("result")).contains(new JsonNull());
      assertThat(answer.json().isTrue("success")).isFalse();
      assertThat(answer.headers().first("Content-Type")).contains("application/json");
    }
  }

  @Test
  @DisplayName("CF-06 a key of little access reads, and changes nothing")
  void readOnly() {
    String little = house.browserKey(/* fullAccess= */ false, "https://a.example");

    assertThat(house.send(as(little, "GET", house.path(video))).status()).isEqualTo(200);
    assertThat(house.send(as(little, "DELETE", house.path(video))).status()).isEqualTo(403);
    assertThat(house.get(video).status()).isEqualTo(200);
    house.with("PUT", "/webhook", "{\"notificationUrl\":\"https://a.example/hook\"}");
    for (String more : new String[] {"", "/webhook", "/storage-usage", "/keys"}) {
      assertThat(house.send(as(little, "GET", house.path(more))).status()).as(more).isEqualTo(403);
    }
  }

  @Test
  @DisplayName("CF-07 success has all four members under application/json")
  void envelope() {
    Answer answer = house.get(video);

    assertThat(answer.json().members().keySet())
        .containsExactly("result", "success", "errors", "messages");
    assertThat(answer.json().isTrue("success")).isTrue();
    assertThat(answer.json().elements("errors").orElseThrow()).isEmpty();
    assertThat(answer.json().elements("messages").orElseThrow()).isEmpty();
    assertThat(answer.headers().first("Content-Type")).contains("application/json");
  }

  @Test
  @DisplayName("CF-02, CF-13 literal segments go before uids, and a slash at the end does no harm")
  void paths() {
    assertThat(house.get("/live_inputs").body()).contains("\"liveInputs\":[]");
    assertThat(house.get("/" + CloudflareIds.uid(video.id()) + "/").status()).isEqualTo(200);
    assertThat(house.get("/" + video.id()).status()).isEqualTo(404);
    Answer nowhere = house.get("/" + CloudflareIds.uid(video.id()) + "/nowhere");
    assertThat(nowhere.status()).isEqualTo(404);
    assertThat(nowhere.error()).isEqualTo("10003 Not Found");
    Answer method = house.with("PUT", "/" + CloudflareIds.uid(video.id()), "{}");
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.headers().first("Allow").orElseThrow()).contains("GET").contains("DELETE");
  }

  @Test
  @DisplayName("CF-11 unknown fields of header and query are passed over")
  void unknownThings() {
    Answer answer =
        house.send(
            house
                .request("GET", house.path(video) + "?page=7&per_page=x&nonsense")
                .header("api-version", "2")
                .header("x-stainless-lang", "js"));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  @DisplayName("CF-87, REL-88 another account's video is as unknown as none")
  void strangers() {
    Answer unknown = house.get("/" + "0".repeat(32));
    String theirs =
        house.path(video).replace(house.account.accountId(), house.stranger.accountId());
    Answer foreign = house.send(as(house.strangersKey, "GET", theirs));

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.error()).isEqualTo("10003 Not Found");
    assertThat(foreign.body()).isEqualTo(unknown.body());
    assertThat(foreign.status()).isEqualTo(404);
  }

  @Test
  @DisplayName("CF-89 DELETE answers 200 with nothing in it, and then the video is nowhere")
  void delete() {
    Answer answer = house.delete("/" + CloudflareIds.uid(video.id()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().has("Content-Type")).isFalse();
    assertThat(house.get(video).status()).isEqualTo(404);
    assertThat(house.delete("/" + CloudflareIds.uid(video.id())).status()).isEqualTo(404);
  }

  private static Request.Builder as(String key, String method, String target) {
    return Request.to(method, target)
        .header("Authorization", "Bearer " + key)
        .body("".getBytes(StandardCharsets.UTF_8));
  }
}
