package slipway.api.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.api.cloudflare.DeliveryDesk.file;
import static slipway.api.cloudflare.DeliveryDesk.text;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.sound.FinishSound;
import slipway.core.video.Failure;
import slipway.core.video.Video;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.storage.BlobKeys;
import slipway.testing.Samples;

/** Extra audio tracks (section 17 of the contract). */
class CloudflareAudioTest {
  private final CloudflareHouse house = new CloudflareHouse();
  private final Video video = house.ready("a video", Samples.FACTS);
  private final String path = "/" + CloudflareIds.uid(video.id()) + "/audio";

  @Test
  @DisplayName("CF-145 a track is copied from a URL, queued, and then ready or error")
  void copied() {
    JsonObject made = copy("Deutsch");
    assertThat(made.members().keySet()).containsExactly("uid", "label", "default", "status");
    assertThat(made.string("label")).contains("Deutsch");
    assertThat(made.isTrue("default")).isFalse();
    assertThat(made.string("status")).contains("queued");
    assertThat(house.desk.soundWork.asked()).containsExactly("fetch");

    finish().fetched(id(made));
    finish().ready(id(made), 1000);
    assertThat(list().getFirst().string("status")).contains("ready");
    JsonObject other = copy("English");
    finish()
        .failed(id(other), new Failure(Failure.Kind.UNREADABLE, "There is no sound in the file."));
    assertThat(list().getLast().string("status")).contains("error");
    assertThat(list().getLast().string("errorReasonText"))
        .contains("There is no sound in the file.");
    assertThat(house.desk.soundWork.asked())
        .as("what it was made of is given back")
        .containsExactly("fetch", "make", "erase", "fetch", "erase");
  }

  @Test
  @DisplayName("CF-145, CF-157 a file is taken from a form, its label before or behind it")
  void sent() throws Exception {
    for (String label : List.of("First", "Second")) {
      Object[] parts =
          label.equals("First")
              ? new Object[] {text("label"), label, file("file", "a.mp3"), "sound"}
              : new Object[] {file("file", "a.mp3"), "sound", text("label"), label};
      JsonObject made = house.form("POST", path, parts).result();
      assertThat(made.string("label")).contains(label);
      assertThat(made.string("status")).contains("queued");
      assertThat(house.desk.blobs.open(BlobKeys.soundSource(video.id(), id(made))))
          .hasValueSatisfying(blob -> assertThat(blob.size()).isEqualTo(5));
    }
    assertThat(house.desk.soundWork.asked().subList(0, 3))
        .as("until it is known it would be given back, whatever happens")
        .containsExactly("erase unless kept", "kept", "make");

    var large =
        house.form(
            "POST", path, text("label"), "Large", file("file", "b"), new byte[(1 << 16) + 1]);
    assertThat(large.status()).as("limit of this test: 64 KiB").isEqualTo(413);
    assertThat(list()).hasSize(2);
    assertThat(house.desk.soundWork.asked()).endsWith("erase unless kept", "erase");
  }

  @Test
  @DisplayName("CF-145 label is required and unique, and nothing is kept of what is refused")
  void labels() {
    copy("Deutsch");
    for (String body :
        List.of(
            "{\"url\":\"https://x.example/a.mp3\"}",
            "{\"url\":\"https://x.example/a.mp3\",\"label\":\" \"}",
            "{\"url\":\"https://x.example/a.mp3\",\"label\":\"a\\nb\"}",
            "{\"url\":\"https://x.example/a.mp3\",\"label\":\"Deutsch\"}",
            "{\"url\":\"nowhere\",\"label\":\"New\"}",
            "{\"label\":\"New\"}",
            "{\"label\":")) {
      assertThat(house.post(path + "/copy", body).status()).as(body).isEqualTo(400);
    }
    for (Object[] parts :
        List.of(
            new Object[] {file("file", "a.mp3"), "sound"},
            new Object[] {text("label"), "New"},
            new Object[] {text("label"), "Deutsch", file("file", "a.mp3"), "sound"},
            new Object[] {text("label"), "N", file("file", "a"), "a", file("file", "b"), "b"})) {
      assertThat(house.form("POST", path, parts).status()).isEqualTo(400);
      assertThat(house.desk.soundWork.asked()).endsWith("erase");
    }
    assertThat(house.post(path, "{\"label\":\"New\"}").status()).isEqualTo(400);
    assertThat(list()).hasSize(1);
    house.desk.soundWork.beLate();
    assertThat(house.form("POST", path, text("label"), "Late", file("file", "a"), "a").message())
        .contains("took too long");
    assertThat(list()).hasSize(1);
  }

  @Test
  @DisplayName("CF-146 tracks are listed under audio, the oldest first; none at first")
  void listed() {
    assertThat(house.get(path).result().members().keySet()).containsExactly("audio");
    assertThat(list()).isEmpty();
    JsonObject one = copy("one");
    JsonObject two = copy("two");
    assertThat(list()).containsExactlyInAnyOrder(one, two);
    Video other = house.ready("another", Samples.FACTS);
    String others = "/" + CloudflareIds.uid(other.id()) + "/audio";
    assertThat(house.get(others).result().elements("audio").orElseThrow()).isEmpty();
    assertThat(house.delete(others + "/" + uid(one)).status()).isEqualTo(404);
    assertThat(house.get("/" + "0".repeat(32) + "/audio").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("CF-147 label and default change; the default of another goes with it")
  void changed() {
    JsonObject one = copy("one");
    JsonObject two = copy("two");
    JsonObject renamed = patch(one, "{\"label\":\"uno\",\"default\":true}").result();
    assertThat(renamed.string("label")).contains("uno");
    assertThat(renamed.isTrue("default")).isTrue();
    assertThat(patch(two, "{\"default\":true}").result().isTrue("default")).isTrue();
    assertThat(list().stream().filter(track -> track.isTrue("default")).map(this::uid))
        .containsExactly(uid(two));
    assertThat(patch(two, "{\"label\":\"uno\"}").status()).isEqualTo(400);
    assertThat(patch(two, "{\"label\":5}").status()).isEqualTo(400);
    assertThat(patch(two, "{\"default\":\"yes\"}").status()).isEqualTo(400);
    assertThat(patch(two, "{\"label\":\"two\"}").status()).as("its own").isEqualTo(200);
    assertThat(patch(two, "{}").result().isTrue("default")).as("stays").isTrue();
    assertThat(house.with("PATCH", path + "/x", "{}").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("CF-147 a track is deleted, but not the default one")
  void deleted() {
    JsonObject one = copy("one");
    patch(one, "{\"default\":true}");
    var refused = house.delete(path + "/" + uid(one));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).contains("default audio track");
    patch(one, "{\"default\":false}");
    assertThat(house.delete(path + "/" + uid(one)).json().string("result")).contains("ok");
    assertThat(list()).isEmpty();
    assertThat(house.desk.soundWork.asked()).endsWith("stop", "erase");
    assertThat(house.delete(path + "/" + uid(one)).status()).isEqualTo(404);
    finish().ready(id(one), 1000);
    assertThat(list()).as("work that was under way brings nothing back").isEmpty();
  }

  private JsonObject copy(String label) {
    return house
        .post(path + "/copy", "{\"url\":\"https://x.example/a.mp3\",\"label\":\"" + label + "\"}")
        .result();
  }

  private CloudflareHouse.Answer patch(JsonObject track, String body) {
    return house.with("PATCH", path + "/" + uid(track), body);
  }

  private List<JsonObject> list() {
    return house.get(path).result().elements("audio").orElseThrow().stream()
        .map(CloudflareAudioTest::object)
        .toList();
  }

  private static JsonObject object(JsonValue value) {
    return (JsonObject) value;
  }

  private String uid(JsonObject track) {
    return track.string("uid").orElseThrow();
  }

  private UUID id(JsonObject track) {
    return CloudflareIds.parse(uid(track)).orElseThrow();
  }

  private FinishSound finish() {
    return new FinishSound(
        house.ports.videos(), house.desk.sounds, house.desk.soundWork, house.ports.transactions());
  }
}
