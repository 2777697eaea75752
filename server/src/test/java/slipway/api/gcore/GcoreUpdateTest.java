package slipway.api.gcore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.api.gcore.GcoreHouse.Answer;
import slipway.core.video.Video;

/** Changes and deletions. */
final class GcoreUpdateTest {
  private final GcoreHouse house = new GcoreHouse();

  @Test
  @DisplayName("GC-70 GC-71 GC-72 a change at the top or wrapped; what cannot change is ignored")
  void update() {
    Video video = house.made("before");
    Answer bare = patched(video, "{'description':'d','client_user_id':3}");
    assertThat(bare.status()).isEqualTo(200);
    assertThat(bare.text("name")).isEqualTo("before");
    assertThat(bare.text("description")).isEqualTo("d");
    assertThat(bare.number("client_user_id")).isEqualTo(3);
    Answer wrapped =
        patched(
            video,
            "{'video':{'name':'after','id':99,'slug':'x','duration':5,'hls_url':'y',"
                + "'origin_url':'https://a/b','source_bitrate_limit':false}}");
    assertThat(wrapped.text("name")).isEqualTo("after");
    assertThat(wrapped.number("id")).isEqualTo(video.serial());
    assertThat(wrapped.text("slug")).isEqualTo(video.playbackId());
    assertThat(wrapped.text("description")).isEqualTo("d");
    assertThat(wrapped.json().isTrue("source_bitrate_limit")).isTrue();
    Answer blank = patched(video, "{'name':' '}");
    assertThat(blank.status()).isEqualTo(422);
    assertThat(blank.body()).isEqualTo("{\"errors\":{\"name\":[\"can't be blank\"]}}");
    assertThat(house.patch("/streaming/videos/4711", "{}").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("GC-72 the priority counts until the work is done")
  void priority() {
    Video video = house.made("a");
    assertThat(patched(video, "{'priority':5}").number("priority")).isEqualTo(5);
    house.processing(video.id(), 360);
    house.viewable(video.id(), 360);
    assertThat(patched(video, "{'priority':7}").number("priority")).isEqualTo(5);
  }

  @Test
  @DisplayName("GC-73 posters come, are replaced and go at once")
  void posters() {
    Video video = house.made("a");
    Answer first = patched(video, "{'poster':'data:image/jpeg;base64,AQ=='}");
    assertThat(first.text("poster")).endsWith(".jpg");
    Answer second = patched(video, "{'remote_poster_url':'https://a.example/b.png'}");
    assertThat(second.text("poster")).isNotEqualTo(first.text("poster"));
    assertThat(house.posters.kept()).hasSize(1);
    Answer chosen = patched(video, "{'screenshot_id':-1}");
    assertThat(chosen.text("screenshot")).isEqualTo(second.text("poster"));
    Answer gone = patched(video, "{'remove_poster':true}");
    assertThat(gone.json().string("poster")).isEmpty();
    assertThat(house.posters.kept()).isEmpty();
  }

  @Test
  @DisplayName("GC-73 a picture of a change that is refused is not kept")
  void refusedPoster() {
    Video video = house.made("a");
    Answer answer = patched(video, "{'poster':'data:image/jpeg;base64,AQ==','priority':99}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(house.posters.kept()).isEmpty();
  }

  @Test
  @DisplayName("GC-74 deleted with 204 and nothing in it; the second time it is not found")
  void delete() {
    Video video = house.made("a");
    Answer answer = house.delete(house.path(video));
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(house.delete(house.path(video)).status()).isEqualTo(404);
    assertThat(house.get(house.path(video)).status()).isEqualTo(404);
    assertThat(house.get("/streaming/videos").list()).isEmpty();
  }

  private Answer patched(Video video, String json) {
    return house.patch(house.path(video), json.replace('\'', '"'));
  }
}
