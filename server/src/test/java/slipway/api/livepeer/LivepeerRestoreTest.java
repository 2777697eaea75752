package slipway.api.livepeer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.api.livepeer.LivepeerHouse.Answer;
import slipway.api.livepeer.LivepeerHouse.Ticket;
import slipway.core.rendition.Rendition;
import slipway.core.rendition.Traits;
import slipway.core.sound.Sound;
import slipway.http.Request;
import slipway.testing.RecordingWork;
import slipway.testing.Samples;
import slipway.testing.SettableClock;

class LivepeerRestoreTest {
  private final LivepeerHouse house = new LivepeerHouse();

  @Test
  @DisplayName("LP-107, LP-84, D9 a deleted asset comes back everywhere: itself, lists, playback")
  void restored() {
    Ticket asset = house.ready("{\"name\":\"a\"}", Samples.FACTS);
    Answer before = house.get(asset.assetPath());
    house.delete(asset.assetPath());
    assertThat(house.get(asset.assetPath()).status()).isEqualTo(404);
    assertThat(house.get("/api/asset").list()).isEmpty();

    house.clock.advance(Duration.ofDays(6));
    Answer answer = house.post(asset.assetPath() + "/restore", "");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    Answer after = house.get(asset.assetPath());
    assertThat(after.json().string("playbackUrl")).isEqualTo(before.json().string("playbackUrl"));
    assertThat(after.object("status").string("phase")).contains("ready");
    assertThat(house.get("/api/asset").list()).hasSize(1);
    assertThat(house.get(asset.playbackPath()).status()).isEqualTo(200);
    assertThat(house.work.asked()).noneMatch(asked -> asked.what().equals("erase"));
  }

  @Test
  @DisplayName("LP-107, CF-145 with it comes back the work on sound that was being added to it")
  void soundGoesOn() {
    Ticket asset = house.ready("{\"name\":\"a\"}", Samples.FACTS);
    UUID video = asset.asset();
    house.sounds.add(sound(1, video, Sound.State.QUEUED, "https://a.example/a.mp3"));
    house.sounds.add(sound(2, video, Sound.State.READY, "https://a.example/b.mp3"));
    house.sounds.add(sound(3, video, Sound.State.QUEUED, null));
    house.delete(asset.assetPath());
    assertThat(house.soundWork.asked()).isEmpty();

    house.post(asset.assetPath() + "/restore", "");

    assertThat(house.soundWork.asked()).containsExactly("fetch", "make");
  }

  @Test
  @DisplayName("LP-107, REL-34 and all other work that deleting it ended: renditions, texts, hash")
  void workGoesOn() {
    Ticket asset = house.ready("{\"name\":\"a\"}", Samples.FACTS);
    UUID video = asset.asset();
    house
        .ports
        .renditions()
        .publish(Rendition.planned(video, "low", Rendition.Form.PICTURE, "low", Traits.UNKNOWN));
    house.delete(asset.assetPath());
    int before = house.work.asked().size();

    house.post(asset.assetPath() + "/restore", "");

    // Its "erase" is gone from the list.
    assertThat(house.work.asked().subList(before - 1, house.work.asked().size()))
        .extracting(RecordingWork.Asked::what)
        .containsExactly("transcode", "texts");
  }

  private static Sound sound(long id, UUID video, Sound.State state, @Nullable String url) {
    return new Sound(
        new UUID(7, id), video, "track " + id, false, state, null, url, 0, SettableClock.START);
  }

  @Test
  @DisplayName("LP-107 not deleted, too late, never ready, and somebody else's: refused")
  void refused() {
    Ticket asset = house.ready("{\"name\":\"a\"}", Samples.FACTS);
    assertThat(house.post(asset.assetPath() + "/restore", "").error())
        .isEqualTo("asset is not deleted");
    house.delete(asset.assetPath());
    assertThat(
            house
                .send(
                    Request.to("POST", asset.assetPath() + "/restore")
                        .header("Authorization", "Bearer " + house.strangersKey))
                .status())
        .isEqualTo(403);
    house.clock.advance(Duration.ofDays(7));
    Answer late = house.post(asset.assetPath() + "/restore", "");
    assertThat(late.status()).isEqualTo(400);
    assertThat(late.error()).isEqualTo("asset is not in a restorable state");

    Ticket never = house.ticket("b");
    house.delete(never.assetPath());
    assertThat(house.post(never.assetPath() + "/restore", "").error())
        .isEqualTo("asset is not in a restorable state");
    assertThat(house.post("/api/asset/x/restore", "").status()).isEqualTo(404);
  }
}
