package slipway.api.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.api.cloudflare.DeliveryDesk.file;
import static slipway.api.cloudflare.DeliveryDesk.text;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.json.JsonValue.JsonObject;
import slipway.testing.Samples;

/** Downloads and captions (sections 14 and 16 of the contract). */
class CloudflareFilesTest {
  private static final String VTT = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nMerhaba\n";

  private final CloudflareHouse house = new CloudflareHouse();
  private final Video video = house.ready("a video", Samples.FACTS);
  private final String uid = CloudflareIds.uid(video.id());
  private final String path = "/" + uid;

  @Test
  @DisplayName("CF-130, CF-131 downloads are offered by type, once, and listed as they were")
  void downloads() {
    assertThat(house.get(path + "/downloads").result().members()).isEmpty();
    JsonObject made = house.post(path + "/downloads", "").result();
    JsonObject file = made.object("default").orElseThrow();
    assertThat(file.string("status")).contains("ready");
    assertThat(file.string("url"))
        .contains("https://video.example/" + uid + "/downloads/default.mp4");
    assertThat(file.number("percentComplete").orElseThrow().intValue()).isEqualTo(100);
    assertThat(house.post(path + "/downloads/default", "{}").result()).isEqualTo(made);
    assertThat(house.post(path + "/downloads/audio", "").result().members().keySet())
        .containsExactly("audio");
    assertThat(house.get(path + "/downloads").result().members().keySet())
        .containsExactlyInAnyOrder("default", "audio");
  }

  @Test
  @DisplayName("CF-132, CF-90 a download is taken back, the default one without a type")
  void downloadsTakenBack() {
    house.post(path + "/downloads", "");
    house.post(path + "/downloads/audio", "");
    assertThat(house.delete(path + "/downloads").json().string("result")).contains("");
    assertThat(house.get(path + "/downloads").result().members().keySet()).containsExactly("audio");
    assertThat(house.delete(path + "/downloads/audio").status()).isEqualTo(200);
    assertThat(house.delete(path + "/downloads/audio").status()).isEqualTo(404);
    assertThat(house.delete(path + "/downloads/film").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("CF-130 no download of a video that is not ready")
  void downloadsTooEarly() {
    Video early = house.elsewhere("early", Wishes.none()).video();
    var answer = house.post("/" + CloudflareIds.uid(early.id()) + "/downloads", "");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains("not ready");
  }

  @Test
  @DisplayName("CF-140, CF-142 a caption comes, is read, is replaced, and goes")
  void captions() {
    assertThat(house.get(path + "/captions").results()).isEmpty();
    JsonObject made =
        house.form("PUT", path + "/captions/tr", file("file", "tr.vtt"), VTT).result();
    assertThat(made.members().keySet()).containsExactly("language", "label", "generated", "status");
    assertThat(made.string("language")).contains("tr");
    assertThat(made.string("label")).contains("Türkçe");
    assertThat(made.string("status")).contains("ready");
    assertThat(made.isTrue("generated")).isFalse();
    assertThat(house.get(path + "/captions").results()).containsExactly(made);
    assertThat(house.get(path + "/captions/tr").result()).isEqualTo(made);

    var text = house.get(path + "/captions/tr/vtt");
    assertThat(text.headers().first("Content-Type").orElse("")).startsWith("text/vtt");
    assertThat(text.body()).startsWith("WEBVTT").contains("Merhaba");

    house.form("PUT", path + "/captions/tr", text("file"), VTT.replace("Merhaba", "Selam"));
    assertThat(house.get(path + "/captions").results()).hasSize(1);
    assertThat(house.get(path + "/captions/tr/vtt").body()).contains("Selam");

    assertThat(house.delete(path + "/captions/tr").json().string("result")).contains("");
    assertThat(house.get(path + "/captions/tr").status()).isEqualTo(404);
    assertThat(house.delete(path + "/captions/tr").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @DisplayName("CF-141 languages by their own names")
  @CsvSource({
    "de, Deutsch",
    "tr, Türkçe",
    "en-GB, British English",
    "zh-Hant, 繁體中文",
    "fr, Français"
  })
  void labels(String language, String label) {
    assertThat(CloudflareCaptions.label(language)).isEqualTo(label);
  }

  @Test
  @DisplayName("CF-140, REL-94 what is no caption is 400, and nothing is kept")
  void badCaptions() {
    for (Object text : List.of("1\n00:00:00,000 --> 00:00:01,000\nHi\n", "", "WEBVT", "@/tmp/x")) {
      assertThat(house.form("PUT", path + "/captions/en", file("file", "x"), text).status())
          .isEqualTo(400);
    }
    assertThat(house.form("PUT", path + "/captions/en", text("other"), VTT).status())
        .isEqualTo(400);
    assertThat(house.with("PUT", path + "/captions/en", VTT).status()).isEqualTo(400);
    assertThat(house.form("PUT", path + "/captions/no_language", file("file", "x"), VTT).status())
        .isEqualTo(400);
    byte[] large = new byte[(10 << 20) + (1 << 20)];
    assertThat(house.form("PUT", path + "/captions/en", file("file", "x"), large).status())
        .isEqualTo(413);
    assertThat(house.get(path + "/captions").results()).isEmpty();
  }

  @Test
  @DisplayName("CF-143 nobody writes captions here: a failed envelope, no retry")
  void generate() {
    for (String language : List.of("en", "tlh")) {
      var answer = house.post(path + "/captions/" + language + "/generate", "");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error()).isEqualTo("10005 Bad Request");
    }
  }

  @Test
  @DisplayName("CF-144 an edited caption is none that a machine made")
  void edited() {
    JsonObject made = house.form("PUT", path + "/captions/en", file("file", "x"), VTT).result();
    assertThat(made.isTrue("generated")).isFalse();
    assertThat(made.string("label").orElseThrow()).doesNotContain("auto-generated");
  }
}
