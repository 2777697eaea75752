package slipway.api.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.api.cloudflare.DeliveryDesk.file;
import static slipway.api.cloudflare.DeliveryDesk.text;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.watermark.KeepWatermarks;
import slipway.http.Request;
import slipway.json.JsonValue.JsonNull;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Png;

/** Watermark profiles (section 15 of the contract). */
class CloudflareWatermarksTest {
  private static final byte[] PICTURE = Png.of(20, 10, 255, 0, 0);

  private final CloudflareHouse house = new CloudflareHouse();

  private static double number(JsonObject profile, String name) {
    return profile.number(name).orElseThrow().doubleValue();
  }

  @Test
  @DisplayName("CF-134, CF-135, CF-136 a picture in a form, with the usual numbers")
  void byForm() {
    JsonObject made = house.form("POST", "/watermarks", file("file", "a.png"), PICTURE).result();
    assertThat(made.members().keySet())
        .containsExactlyInAnyOrder(
            "uid",
            "size",
            "height",
            "width",
            "created",
            "downloadedFrom",
            "name",
            "opacity",
            "padding",
            "scale",
            "position");
    assertThat(made.string("uid").orElseThrow()).matches("[0-9a-f]{32}");
    assertThat(number(made, "size")).isEqualTo(PICTURE.length);
    assertThat(number(made, "height")).isEqualTo(10);
    assertThat(number(made, "width")).isEqualTo(20);
    assertThat(made.member("downloadedFrom")).contains(new JsonNull());
    assertThat(made.string("name")).contains("");
    assertThat(number(made, "opacity")).isEqualTo(1.0);
    assertThat(number(made, "padding")).isEqualTo(0.05);
    assertThat(number(made, "scale")).isEqualTo(0.15);
    assertThat(made.string("position")).contains("upperRight");
  }

  @Test
  @DisplayName("CF-135 numbers come as texts in a form")
  void numbersAsTexts() {
    JsonObject made =
        house
            .form(
                "POST",
                "/watermarks",
                text("opacity"),
                "0.75",
                text("padding"),
                "0.1",
                text("scale"),
                "0.33",
                text("position"),
                "lowerLeft",
                text("name"),
                "marke",
                file("file", "a.png"),
                PICTURE)
            .result();
    assertThat(number(made, "opacity")).isEqualTo(0.75);
    assertThat(number(made, "padding")).isEqualTo(0.1);
    assertThat(number(made, "scale")).isEqualTo(0.33);
    assertThat(made.string("position")).contains("lowerLeft");
    assertThat(made.string("name")).contains("marke");
  }

  @Test
  @DisplayName("CF-134, CF-137 a picture at a URL, as JSON")
  void byUrl() {
    house.desk.remote = url -> PICTURE;
    JsonObject made =
        house
            .post(
                "/watermarks",
                "{\"url\":\"https://x.example/a.png\",\"opacity\":0.5,\"position\":\"center\"}")
            .result();
    assertThat(made.string("downloadedFrom")).contains("https://x.example/a.png");
    assertThat(number(made, "opacity")).isEqualTo(0.5);
    assertThat(made.string("position")).contains("center");
  }

  @Test
  @DisplayName("CF-134 a URL without a picture is 400 with a code of its own")
  void badUrl() {
    var answer = house.post("/watermarks", "{\"url\":\"ftp://x\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("10010 Invalid URL");
    assertThat(house.post("/watermarks", "{}").status()).isEqualTo(400);
  }

  @Test
  @DisplayName("CF-134, CF-137, REL-94 what is no PNG, or too large, is 400 and kept nowhere")
  void badPictures() {
    byte[] large = Arrays.copyOf(PICTURE, KeepWatermarks.LARGEST + 1);
    byte[] larger = Arrays.copyOf(PICTURE, KeepWatermarks.LARGEST + 200_000);
    for (Object body : List.of("@/path/to/mark.png", "", "<svg/>", large, larger)) {
      assertThat(house.form("POST", "/watermarks", text("file"), body).status()).isEqualTo(400);
    }
    assertThat(house.form("POST", "/watermarks", text("name"), "x").status()).isEqualTo(400);
    assertThat(house.get("/watermarks").results()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("CF-135 numbers out of their range are 400 in these words")
  @CsvSource({
    "opacity, 1.1, opacity must be between 0.0 and 1.0",
    "padding, -0.1, padding must be between 0.0 and 1.0",
    "scale, 2, scale must be between 0.0 and 1.0",
    "scale, NaN, scale must be between 0.0 and 1.0",
    "opacity, dark, opacity must be a number between 0.0 and 1.0",
    "position, middle, 'position must be upperRight'"
  })
  void badNumbers(String name, String value, String message) {
    var answer =
        house.form("POST", "/watermarks", text(name), value, file("file", "a.png"), PICTURE);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains(message);
  }

  @Test
  @DisplayName("CF-138 listed newest first, read, deleted with an empty result")
  void listedAndDeleted() {
    String first = uid(house.form("POST", "/watermarks", file("file", "a.png"), PICTURE).result());
    house.clock.advance(Duration.ofSeconds(1));
    String second = uid(house.form("POST", "/watermarks", file("file", "b.png"), PICTURE).result());
    var listed = house.get("/watermarks/");
    assertThat(listed.results())
        .extracting(one -> uid((JsonObject) one))
        .containsExactly(second, first);
    assertThat(uid(house.get("/watermarks/" + first).result())).isEqualTo(first);
    assertThat(house.delete("/watermarks/" + first).json().string("result")).contains("");
    assertThat(house.get("/watermarks/" + first).status()).isEqualTo(404);
    assertThat(house.delete("/watermarks/" + first).status()).isEqualTo(404);
    assertThat(house.get("/watermarks/none").error()).isEqualTo("10003 Not Found");
    assertThat(house.get("/watermarks").results()).hasSize(1);
  }

  @Test
  @DisplayName("REL-88 another account's profiles are unknown")
  void strangers() {
    String uid = uid(house.form("POST", "/watermarks", file("file", "a.png"), PICTURE).result());
    String strange = "/client/v4/accounts/" + house.stranger.accountId() + "/stream/watermarks";
    for (String method : List.of("GET", "DELETE")) {
      assertThat(
              house
                  .send(
                      Request.to(method, strange + "/" + uid)
                          .header("Authorization", "Bearer " + house.strangersKey))
                  .status())
          .isEqualTo(404);
    }
    assertThat(
            house
                .send(
                    Request.to("GET", strange)
                        .header("Authorization", "Bearer " + house.strangersKey))
                .results())
        .isEmpty();
  }

  private static String uid(JsonObject profile) {
    return profile.string("uid").orElseThrow();
  }
}
